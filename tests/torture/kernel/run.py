"""One trial of the kernel: prints a line of results, or what is wrong and ends with 1.

    python run.py TRIAL --size N --seed N [--fault NAME] [--patience S]
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from front_end import REPOSITORY, Found, FrontEnd
from kernels import node
from trial import Trial


def use_kernel_of(folder: Path) -> None:
    """The kernel as set-up has built it, and settings of this run only, none of the person's own."""
    written = (REPOSITORY / "kernel" / "dist" / "kernelspec.js").as_uri()
    code = f"import {{ writeKernelspec }} from {json.dumps(written)}; writeKernelspec(process.argv[1]);"
    subprocess.run([node(), "--input-type=module", "-e", code, str(folder)], check=True)
    os.environ["JUPYTER_PATH"] = str(folder / "share" / "jupyter")
    for name in ("CONFIG", "DATA", "RUNTIME"):
        os.environ[f"JUPYTER_{name}_DIR"] = str(folder / name.lower())
    # What a notebook solves here is not what the person has solved who keeps this clone.
    os.environ["SOCKETBOOK_PROGRESS"] = str(folder / "progress.json")


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
        use_kernel_of(Path(place))
        trial = Trial(Path(place), options.size, options.seed, options.fault)
        try:
            print(importlib.import_module(options.trial).run(trial))
        except Found as found:
            print(found)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
