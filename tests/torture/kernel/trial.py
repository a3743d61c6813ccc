"""What every trial of the kernel is given, and how it starts kernels that leave nothing behind."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from random import Random
from typing import Any, Iterator

from front_end import FrontEnd
from nothing_left import must_be_gone, no_file_may_be_left

numbers = count(1)


@dataclass
class Trial:
    folder: Path
    size: float
    seed: int
    fault: str

    @property
    def random(self) -> Random:
        return Random(self.seed)

    @property
    def runtime(self) -> Path:
        return Path(os.environ["JUPYTER_RUNTIME_DIR"])

    def progress(self, told: str) -> None:
        print(told, file=sys.stderr, flush=True)

    def log(self) -> Path:
        return self.folder / f"kernel-{next(numbers)}.log"

    @contextmanager
    def kernel(self, **options: Any) -> Iterator[FrontEnd]:
        """A kernel that ends with the block; then its processes and files must be gone."""
        front = FrontEnd(self.log(), self.fault, **options)
        try:
            yield front
        finally:
            front.close()
        must_be_gone(front.mark)
        no_file_may_be_left(self.runtime)
