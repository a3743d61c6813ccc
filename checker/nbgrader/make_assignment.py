"""Makes an nbgrader assignment of a notebook of the course: each check becomes a test with a point.

    python checker/nbgrader/make_assignment.py notebooks/01-a-tcp-server.ipynb class/source/first

writes class/source/first/01-a-tcp-server.ipynb. The page beside this folder tells what comes next.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path
from typing import Any

ANSWER = re.compile(r"exercise-\d+-yours")
CHECK = re.compile(r"exercise-\d+-check")


def assignment(notebook: dict[str, Any], points: float) -> int:
    """Marks the cells of the exercises for nbgrader, in place. Gives the number of exercises."""
    count = 0
    for cell in notebook["cells"]:
        if ANSWER.fullmatch(cell["id"]):
            cell["metadata"]["nbgrader"] = mark(cell, solution=True)
        elif CHECK.fullmatch(cell["id"]):
            cell["metadata"]["nbgrader"] = mark(cell, grade=True, locked=True, points=points)
            count += 1
    return count


def mark(cell: dict[str, Any], **what: Any) -> dict[str, Any]:
    """What nbgrader keeps in the metadata of a cell, in the form that it calls schema 3."""
    plain = {"grade": False, "locked": False, "solution": False, "task": False}
    return {"schema_version": 3, "grade_id": cell["id"], "cell_type": "code", **plain, **what}


def main() -> int:
    parser = argparse.ArgumentParser(description="Makes an nbgrader assignment of a notebook.")
    parser.add_argument("notebook", type=Path)
    parser.add_argument("folder", type=Path, help="where the assignment goes: class/source/NAME")
    parser.add_argument("--points", type=float, default=1, help="for each exercise, 1 as it is")
    options = parser.parse_args()
    notebook = json.loads(options.notebook.read_text(encoding="utf-8"))
    count = assignment(notebook, options.points)
    if count == 0:
        print(f"{options.notebook} has no exercises", file=sys.stderr)
        return 1
    options.folder.mkdir(parents=True, exist_ok=True)
    target = options.folder / options.notebook.name
    target.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"{target}: {count} exercises")
    return 0


if __name__ == "__main__":
    sys.exit(main())
