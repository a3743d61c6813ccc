"""Runs one committed notebook in a process of its own, under the settings that the process was given."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from front_end import REPOSITORY

sys.path.insert(0, str(REPOSITORY / "tests" / "notebooks"))

from run_notebook import read, run  # noqa: E402


def main() -> None:
    file, log = map(Path, sys.argv[1:])
    options = argparse.Namespace(stock=False, twice=False, write=False, seconds=240)
    for finding in run(read(file), REPOSITORY / "notebooks", log, options):
        print(f"{file.name}: {finding}")


if __name__ == "__main__":
    main()
