"""A failing cell keeps its variables, says what happened, and stops what waits behind it."""

from __future__ import annotations

import pytest

from cell import Cell
from conversation import ASK, Kernel

# What a learner must never see: files of the kernel, of tslab and of Node itself.
INSIDES = (
    "kernel/dist",
    "node_modules/tslab",
    "__tslab__",
    "node:internal",
    "node:vm",
    "at new Promise",
)


def test_variables_that_got_a_value_stay(kernel: Kernel) -> None:
    cell = kernel.run(
        """import { EOL } from "node:os";
        const one = 1;
        let two = 0; two = 2;
        function three() { return 3; }
        class Four { value = 4; }
        const { five } = { five: await Promise.resolve(5) };
        if (five) throw new Error("on purpose");
        const six = 6;"""
    )
    assert cell.status == "error"
    after = kernel.run_ok("console.log(one + two + three() + new Four().value + five, EOL.length)")
    assert after.stdout.startswith("15 ")


def test_a_variable_that_got_no_value_is_an_error_not_a_surprise(kernel: Kernel) -> None:
    kernel.run('if (true) throw new Error("early"); const neverSet = 1;')
    assert kernel.run("console.log(neverSet + 1)").status == "error"


def test_a_variable_of_before_keeps_its_value_and_type(kernel: Kernel) -> None:
    kernel.run_ok("let held = 1;")
    kernel.run('if (true) throw new Error("early"); let held = "text";')
    assert kernel.run_ok("const sum: number = held + 1; console.log(sum)").stdout == "2\n"


def test_a_cell_without_await_keeps_its_variables_too(kernel: Kernel) -> None:
    kernel.run('const plainValue = 7; throw new Error("on purpose");')
    assert kernel.run_ok("console.log(plainValue)").stdout == "7\n"


def test_message_and_reply_tell_the_same_error(kernel: Kernel) -> None:
    cell = kernel.run('throw new RangeError("too far");')
    assert cell.status == "error"
    assert cell.error["ename"] == "RangeError"
    assert cell.error["evalue"] == "too far"
    assert {k: cell.reply[k] for k in ("ename", "evalue", "traceback")} == cell.error
    assert cell.stderr == ""


@pytest.mark.parametrize("wait", ["", "await null;"])
def test_the_error_points_at_its_line_and_shows_it(kernel: Kernel, wait: str) -> None:
    cell = kernel.run(f'const a = 1;\n{wait}\nconst b = (null as any).length;\nconsole.log("no");')
    assert cell.error["ename"] == "TypeError"
    assert "const b = (null as any).length;" in cell.traceback
    assert ":3:" in cell.traceback or "line 3" in cell.traceback
    for inside in INSIDES:
        assert inside not in cell.traceback


def test_a_line_after_types_and_blank_lines_is_the_right_one(kernel: Kernel) -> None:
    types = "interface Point {\n  x: number;\n}\n\ntype Pair = [Point, Point];\n\n// why\n"
    cell = kernel.run(f"{types}throw new Error('here');")
    assert ":8:" in cell.traceback or "line 8" in cell.traceback
    assert "throw new Error('here');" in cell.traceback


def test_an_error_in_a_function_of_an_earlier_cell_names_both_cells(kernel: Kernel) -> None:
    first = kernel.run_ok("function fragile() {\n  throw new Error('inner');\n}")
    second = kernel.run("const x = 1;\nfragile();")
    assert "throw new Error('inner');" in second.traceback
    for cell in (first, second):
        assert f"{cell.number}" in second.traceback
    for inside in INSIDES:
        assert inside not in second.traceback


def test_the_cause_is_shown(kernel: Kernel) -> None:
    cell = kernel.run('throw new Error("outer", { cause: new TypeError("inner") });')
    assert cell.error["evalue"] == "outer"
    assert "TypeError: inner" in cell.traceback
    for inside in INSIDES:
        assert inside not in cell.traceback


def test_every_error_of_an_aggregate_is_shown(kernel: Kernel) -> None:
    cell = kernel.run(
        'await Promise.any([Promise.reject(new Error("one")), Promise.reject(new Error("two"))]);'
    )
    assert cell.error["ename"] == "AggregateError"
    assert "one" in cell.traceback and "two" in cell.traceback


def test_an_error_class_of_the_cell_gives_its_name(kernel: Kernel) -> None:
    cell = kernel.run('class Refused extends Error { name = "Refused"; } throw new Refused("no");')
    assert (cell.error["ename"], cell.error["evalue"]) == ("Refused", "no")


def test_the_code_of_a_system_error_is_told(kernel: Kernel) -> None:
    cell = kernel.run(
        'import { readFile } from "node:fs/promises"; await readFile("no such file");'
    )
    assert "ENOENT" in cell.error["evalue"]
    for inside in INSIDES:
        assert inside not in cell.traceback


@pytest.mark.parametrize(
    "thrown",
    [
        '"text"',
        "undefined",
        "null",
        "42",
        "{ a: 1 }",
        "Symbol('s')",
        "Object.create(null)",
        "new Proxy({}, {})",
    ],
)
def test_anything_can_be_thrown(kernel: Kernel, thrown: str) -> None:
    cell = kernel.run(f"throw {thrown};")
    assert cell.status == "error"
    assert cell.error["traceback"]
    kernel.run_ok("1;")


@pytest.mark.parametrize(
    "thrown",
    [
        '{ get message() { throw new Error("again"); } }',
        '{ get stack() { throw new Error("again"); } }',
        'Object.assign(new Error("x"), { stack: 5, name: {}, cause: 1n })',
        '(() => { const e: any = new Error("round"); e.cause = e; return e; })()',
        'new Proxy(new Error("x"), { get() { throw new Error("trap"); } })',
    ],
)
def test_an_error_that_fails_itself_does_not_end_the_kernel(kernel: Kernel, thrown: str) -> None:
    cell = kernel.run(f"throw {thrown};")
    assert cell.status == "error"
    kernel.run_ok("1;")


def test_a_type_error_shows_line_code_and_marker_and_runs_nothing(kernel: Kernel) -> None:
    cell = kernel.run('console.log("ran");\nconst count: number = "text";')
    assert cell.status == "error"
    assert cell.stdout == ""
    assert "TS2322" in cell.traceback
    assert 'const count: number = "text";' in cell.traceback
    lines = cell.traceback.splitlines()
    at = next(i for i, line in enumerate(lines) if "const count" in line)
    marked = lines[at + 1]
    assert set(marked.strip(" |\t")) <= {"^", "~"} and marked.strip(" |\t"), cell.traceback
    start = marked.index(marked.strip(" |\t")[0])
    assert lines[at][start:].startswith("count"), cell.traceback


def test_a_syntax_error_shows_its_line(kernel: Kernel) -> None:
    cell = kernel.run("const a = 1;\nconst = 2;")
    assert cell.status == "error"
    assert "const = 2;" in cell.traceback
    assert ":2:" in cell.traceback or "line 2" in cell.traceback


def test_a_failed_compilation_keeps_the_variables_of_before(kernel: Kernel) -> None:
    kernel.run_ok("const steady = 3;")
    kernel.run('const steady: number = "text";')
    assert kernel.run_ok("console.log(steady)").stdout == "3\n"


def fails_before(kernel: Kernel, *behind: str) -> list[Cell]:
    """A cell that fails when the others have arrived, and these."""
    kernel.run_ok(ASK)
    before = len(kernel.prompts())
    cells = [kernel.start('await ask(""); throw new Error("x");')]
    kernel.wait(lambda: len(kernel.prompts()) > before, why="the prompt")
    cells += [kernel.start(code) for code in behind]
    kernel.ask("is_complete_request", {"code": "1"})  # what was sent before has arrived
    kernel.type_in("")
    return cells


def test_what_waits_behind_a_failed_cell_is_aborted(kernel: Kernel) -> None:
    cells = fails_before(kernel, "console.log(1);", "2")
    kernel.wait(lambda: all(cell.done for cell in cells), why="all three replies")
    assert [cell.status for cell in cells] == ["error", "aborted", "aborted"]
    assert [cell.stdout for cell in cells] == ["", "", ""]
    assert [len(cell.outputs("execute_input")) for cell in cells] == [1, 0, 0]


def test_an_aborted_cell_is_not_counted(kernel: Kernel) -> None:
    failing, aborted = fails_before(kernel, "1;")
    kernel.wait(lambda: failing.done and aborted.done)
    assert aborted.status == "aborted"
    assert kernel.run_ok("1;").number == failing.number + 1


def test_a_cell_sent_right_after_the_failure_was_told_runs(kernel: Kernel) -> None:
    for _ in range(5):
        kernel.run('throw new Error("x");')
        assert kernel.run_ok("console.log(1);").stdout == "1\n"


def test_a_front_end_may_ask_to_go_on_after_an_error(kernel: Kernel) -> None:
    failing = kernel.start('await null; throw new Error("x");', stop_on_error=False)
    behind = kernel.start("console.log(1);")
    kernel.wait(lambda: failing.done and behind.done)
    assert (failing.status, behind.status, behind.stdout) == ("error", "ok", "1\n")


def test_other_requests_behind_a_failed_cell_are_answered(kernel: Kernel) -> None:
    failing = kernel.start('await null; throw new Error("x");')
    assert kernel.ask("is_complete_request", {"code": "1"})["content"]["status"] == "complete"
    kernel.wait(lambda: failing.done)
