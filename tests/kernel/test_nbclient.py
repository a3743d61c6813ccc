"""A notebook runs through nbclient as through any other front end."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat.v4 import new_code_cell, new_notebook

from kernels import FOLDER, OURS

FAILING = 'throw new RangeError("on purpose");'


def run(*cells: Any, **options: Any) -> nbformat.NotebookNode:
    notebook = new_notebook(cells=list(cells))
    client = NotebookClient(
        notebook,
        kernel_name=OURS,
        resources={"metadata": {"path": str(FOLDER)}},
        **{"timeout": 60, **options},
    )
    client.execute()
    return notebook


def test_a_notebook_runs_and_keeps_its_outputs(jupyter_folders: Path) -> None:
    notebook = run(new_code_cell("const a = 1; console.log('out')"), new_code_cell("a + 1"))
    first, second = notebook.cells
    assert [(o.output_type, o.text) for o in first.outputs] == [("stream", "out\n")]
    assert second.outputs[0].output_type == "execute_result"
    assert second.outputs[0].data["text/plain"] == "2"
    assert [c.execution_count for c in notebook.cells] == [1, 2]


def test_a_failing_cell_stops_the_run_and_tells_why(jupyter_folders: Path) -> None:
    with pytest.raises(CellExecutionError) as caught:
        run(new_code_cell(FAILING), new_code_cell("1"))
    assert caught.value.ename == "RangeError"
    assert caught.value.evalue == "on purpose"
    assert FAILING in str(caught.value)


def test_a_type_error_stops_the_run(jupyter_folders: Path) -> None:
    with pytest.raises(CellExecutionError):
        run(new_code_cell('const a: number = "text";'))


def test_a_cell_tagged_raises_exception_may_fail(jupyter_folders: Path) -> None:
    expected = new_code_cell(FAILING, metadata={"tags": ["raises-exception"]})
    notebook = run(new_code_cell("const kept = 1;"), expected, new_code_cell("kept + 1"))
    failed, after = notebook.cells[1:]
    assert [(o.output_type, o.ename, o.evalue) for o in failed.outputs] == [
        ("error", "RangeError", "on purpose")
    ]
    assert after.outputs[0].data["text/plain"] == "2"


def test_errors_may_be_allowed_for_all(jupyter_folders: Path) -> None:
    notebook = run(new_code_cell(FAILING), new_code_cell("2"), allow_errors=True)
    assert notebook.cells[1].outputs[0].data["text/plain"] == "2"


def test_a_cell_that_takes_too_long_is_interrupted(jupyter_folders: Path) -> None:
    """nbclient interrupts the cell and goes on; the timeout also holds for a slow machine."""
    cells = [new_code_cell("const kept = 1; await new Promise(() => {});"), new_code_cell("kept")]
    notebook = run(*cells, timeout=8, interrupt_on_timeout=True, allow_errors=True)
    assert notebook.cells[0].outputs[0].output_type == "error"
    assert notebook.cells[1].outputs[0].data["text/plain"] == "1"
