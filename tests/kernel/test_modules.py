"""A cell may import the notebook's own TypeScript files, and define a module for later cells."""

from __future__ import annotations

from pathlib import Path
from typing import Iterator
from uuid import uuid4

import pytest

from conversation import Kernel
from kernels import FOLDER


@pytest.fixture
def name() -> Iterator[str]:
    """The name of a module beside the notebook; its files are removed again."""
    name = f"module-{uuid4().hex}"
    yield name
    for file in Path(FOLDER).glob(f"{name}*"):
        file.unlink()


def write(name: str, text: str) -> None:
    (FOLDER / f"{name}.ts").write_text(text)


def test_a_file_beside_the_notebook_can_be_imported(kernel: Kernel, name: str) -> None:
    write(f"{name}-base", "export const base: number = 20;\n")
    write(
        name,
        f'import {{ base }} from "./{name}-base";\nexport const sum = (n: number) => base + n;',
    )
    cell = kernel.run_ok(f'import {{ sum }} from "./{name}"; console.log(sum(1));')
    assert cell.stdout == "21\n"
    assert kernel.run_ok("console.log(sum(2));").stdout == "22\n"


def test_a_wrong_call_of_a_file_is_rejected(kernel: Kernel, name: str) -> None:
    write(name, "export const twice = (n: number) => 2 * n;")
    cell = kernel.run(f'import {{ twice }} from "./{name}"; twice("text");')
    assert "TS2345" in cell.traceback


def test_a_mistake_in_the_file_names_the_file(kernel: Kernel, name: str) -> None:
    write(name, 'export const count: number = "text";')
    cell = kernel.run(f'import {{ count }} from "./{name}"; count;')
    assert cell.status == "error"
    assert f"{name}.ts" in cell.traceback and "TS2322" in cell.traceback


def test_a_file_that_is_not_there_is_a_clear_error(kernel: Kernel, name: str) -> None:
    cell = kernel.run(f'import {{ sum }} from "./{name}";')
    assert "TS2307" in cell.traceback
    write(name, "export const sum = 3;")
    code = f'import {{ sum }} from "./{name}"; console.log(sum);'
    # The file system tells of the new file a moment later.
    again = kernel.wait(lambda: next((c for c in [kernel.run(code)] if c.status == "ok"), None))
    assert again.stdout == "3\n"
    kernel.run_ok("1;")


def test_a_cell_can_define_a_module(kernel: Kernel) -> None:
    kernel.run_ok("/** @module defined */\nexport const seven = 7;")
    assert kernel.run_ok('import { seven } from "./defined"; console.log(seven);').stdout == "7\n"


def test_a_file_may_use_types_that_are_read_late(own_kernel: Kernel, name: str) -> None:
    constant = "constants.HTTP_STATUS_OK"
    write(name, f'import {{ constants }} from "node:http2";\nexport const limit = {constant};\n')
    cell = own_kernel.run_ok(f'import {{ limit }} from "./{name}"; console.log(limit);')
    assert cell.stdout == "200\n"
