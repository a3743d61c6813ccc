"""Runs notebooks from a clean kernel and says what is not as it should be.

    python run_notebook.py FILE…            runs, and compares the outputs with those in the file
    python run_notebook.py --write FILE…    runs, and writes outputs that changed into the file
    python run_notebook.py --twice FILE…    runs each cell twice in a row
    python run_notebook.py --stock FILE…    runs under stock tslab

Ends with 1 and a line for each finding when there is one.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any, Iterator

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPOSITORY / "tests" / "kernel"))

from kernel import CellFailed, Hanging, Kernel  # noqa: E402
from kernels import OURS, STOCK, install_kernels  # noqa: E402
from normal import Notebook, Output, normal_output, normalise, read  # noqa: E402
from normal import source_of, stable, written  # noqa: E402
from socket_tables import same  # noqa: E402


def use_kernels_of(folder: Path) -> None:
    """Kernelspecs and settings of this run only, none of the person's own."""
    os.environ["JUPYTER_PATH"] = str(install_kernels(folder))
    for name in ("CONFIG", "DATA", "RUNTIME"):
        os.environ[f"JUPYTER_{name}_DIR"] = str(folder / name.lower())
    # What a test solves is not what the person has solved who keeps this clone.
    os.environ["SOCKETBOOK_PROGRESS"] = str(folder / "progress.json")


def run(notebook: Notebook, folder: Path, log: Path, options: argparse.Namespace) -> Iterator[str]:
    """Runs the cells in order; yields a finding for each that is not as the file says."""
    kernel = Kernel(STOCK if options.stock else OURS, folder, log)
    ran: list[tuple[dict[str, Any], list[Output]]] = []
    try:
        for cell in (c for c in notebook["cells"] if c["cell_type"] == "code"):
            for turn in range(2 if options.twice else 1):
                try:
                    outputs = kernel.run(source_of(cell), cell["id"], options.seconds)
                except CellFailed as failed:
                    outputs = failed.outputs
                    if "raises-exception" not in cell["metadata"].get("tags", []):
                        yield f"cell {cell['id']}{' again' * turn}: {failed}"
                        return
                except Hanging as hanging:
                    yield f"cell {cell['id']}{' again' * turn}: {hanging}"
                    return
                ran.append((cell, outputs))
        kernel.catch_up()
    finally:
        kernel.close()
    for cell, outputs in ran:
        yield from complaints(cell, outputs)
    yield from differences(ran, options)


def complaints(cell: dict[str, Any], outputs: list[Output]) -> Iterator[str]:
    """What was written to stderr, although the cell did not fail: an error that only shows."""
    for output in outputs:
        if output.get("name") == "stderr":
            yield f"cell {cell['id']} writes to stderr: {output['text'].strip()}"


def differences(
    ran: list[tuple[dict[str, Any], list[Output]]], options: argparse.Namespace
) -> Iterator[str]:
    if options.twice:
        return
    if options.stock:
        yield from missing_lines(ran)
        return
    changed = [
        (cell, outputs)
        for cell, outputs in ran
        if not same(stable(outputs), stable(cell["outputs"]))
    ]
    if options.write and changed:
        # All of one run: a port that one cell names is the same in the next.
        for cell, outputs in ran:
            cell["outputs"] = [normal_output(output) for output in outputs]
    else:
        for cell, outputs in changed:
            yield (
                f"cell {cell['id']} gives {stable(outputs)}, and the file says"
                f" {stable(cell['outputs'])}; mend the cell, or run: npm run notebooks"
            )


def missing_lines(ran: list[tuple[dict[str, Any], list[Output]]]) -> Iterator[str]:
    """Stock tslab shows results otherwise and places output otherwise, but prints the same lines."""
    printed = "".join(text for _, outputs in ran for _, text in stable(outputs))
    expected: Counter[str] = Counter()
    for cell, _ in ran:
        for kind, text in stable(cell["outputs"]):
            expected.update(text.splitlines() if kind == "stdout" else [])
    for line, times in expected.items():
        if printed.count(f"{line}\n") < times:
            yield f"prints {line!r} fewer than {times} times"


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--twice", action="store_true")
    parser.add_argument("--stock", action="store_true")
    parser.add_argument("--seconds", type=float, default=30, help="for each cell")
    parser.add_argument("--folder", type=Path, default=REPOSITORY / "notebooks")
    options = parser.parse_args()
    found = False
    with tempfile.TemporaryDirectory() as place:
        top = Path(place)
        use_kernels_of(top)
        for file in options.files:
            notebook = read(file)
            for finding in run(notebook, options.folder, top / "kernel.log", options):
                found = True
                print(f"{file.name}: {finding}")
            if options.write:
                normalise(notebook)
                file.write_text(written(notebook), encoding="utf-8")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
