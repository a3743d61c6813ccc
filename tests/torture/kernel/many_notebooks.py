"""Committed notebooks, all at once: each gives what is committed, and nothing of any is left."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import uuid
from pathlib import Path

from front_end import MARK, REPOSITORY, Found
from nothing_left import must_be_gone, no_file_may_be_left
from trial import Trial

# Not 02: it looks for the server of another notebook, and here it would find one.
NOTEBOOKS = ("09", "06", "01", "03", "04", "05", "07", "08", "10", "11")
PROGRAM = Path(__file__).with_name("one_notebook.py")


def run(trial: Trial) -> str:
    names = NOTEBOOKS[: int(trial.size)]
    files = [next((REPOSITORY / "notebooks").glob(f"{name}-*.ipynb")) for name in names]
    if trial.fault == "notebook":
        files[0] = with_a_wrong_output(files[0], trial.folder)
    mark = uuid.uuid4().hex
    environment = {**os.environ, MARK: mark}
    start = time.monotonic()
    started = [
        subprocess.Popen(
            [sys.executable, str(PROGRAM), str(file), str(trial.log())],
            env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )
        for file in files
    ]  # fmt: skip
    findings = ""
    for file, process in zip(files, started):
        findings += process.communicate()[0]
        trial.progress(f"{file.name} has ended after {time.monotonic() - start:.0f} s")
    if findings:
        raise Found(f"{len(files)} notebooks at once: {findings}")
    must_be_gone(mark)
    no_file_may_be_left(trial.runtime)
    return f"{len(files)} notebooks at once, all as committed, in {time.monotonic() - start:.0f} s"


def with_a_wrong_output(file: Path, folder: Path) -> Path:
    """A copy that this check must find out."""
    notebook = json.loads(file.read_text(encoding="utf-8"))
    cell = next(c for c in notebook["cells"] if c.get("outputs"))
    cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": ["never printed\n"]}]
    copy = folder / file.name
    copy.write_text(json.dumps(notebook), encoding="utf-8")
    return copy
