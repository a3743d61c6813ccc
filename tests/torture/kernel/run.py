"""One trial of the kernel: prints a line of results, or what is wrong and ends with 1.

    python run.py TRIAL --size N --seed N [--fault NAME] [--patience S]
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
import tempfile
from pathlib import Path

from front_end import REPOSITORY, Found, FrontEnd
from trial import Trial

sys.path.insert(0, str(REPOSITORY / "tests" / "notebooks"))

from run_notebook import use_kernels_of  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("trial")
    parser.add_argument("--size", type=float, required=True)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--fault", default="")
    parser.add_argument("--patience", type=float, default=FrontEnd.patience, help="seconds")
    options = parser.parse_args()
    FrontEnd.patience = options.patience
    with tempfile.TemporaryDirectory() as place:
        use_kernels_of(Path(place))
        trial = Trial(Path(place), options.size, options.seed, options.fault)
        try:
            print(importlib.import_module(options.trial).run(trial))
        except Found as found:
            print(found)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
