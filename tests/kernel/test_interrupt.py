"""An interrupt ends the running cell and nothing else, by signal and by message."""

from __future__ import annotations

import pytest

from cell import Cell
from conversation import INTERRUPTS, Kernel
from peers import exchange

pytestmark = pytest.mark.parametrize("how", INTERRUPTS)

FOREVER = "await new Promise<void>(() => {});"


def interrupt_when(kernel: Kernel, how: str, code: str) -> Cell:
    """Starts a cell that prints "running", interrupts it then, and waits for its end."""
    cell = kernel.start(code)
    kernel.wait(lambda: "running\n" in cell.stdout or cell.done, why="the cell to run")
    assert not cell.done, cell.described
    kernel.interrupt(how)
    kernel.wait(lambda: cell.done, why=f"the end of the interrupted cell {code!r}")
    return cell


WAITS = {
    "a promise": FOREVER,
    "a timer": "await new Promise((resolve) => setTimeout(resolve, 1e9));",
    "a loop": "while (true) {}",
    "a for loop without a block": "let turns = 0; for (;;) turns++;",
    "a do loop": "do { Math.random(); } while (true);",
    "a function of the cell": "function spin() { for (;;) {} } spin();",
    "an arrow function": "const spin = () => { while (true); }; spin();",
    "a method": "class Top { spin() { while (true) {} } } new Top().spin();",
    "a callback": "[1].forEach(() => { while (true) {} });",
    "a generator": "function* all() { while (true) yield 1; } for (const n of all()) {}",
    "a loop of timers": "for (;;) await new Promise((resolve) => setTimeout(resolve, 1));",
    "a loop of microtasks": "for (;;) await null;",
    "a loop of immediates": "for (;;) await new Promise((resolve) => setImmediate(resolve));",
    "an async function": "async function spin() { for (;;) await null; } await spin();",
    "an async iteration": """async function* all() { for (;;) yield 1; }
        for await (const n of all()) {}""",
    "a loop that catches": f"for (;;) {{ try {{ {FOREVER} }} catch {{}} }}",
    "a loop that spins and catches": "for (;;) { try { while (true) {} } catch {} }",
    "a race": f"async function never() {{ {FOREVER} }} await Promise.race([never(), never()]);",
}


@pytest.mark.parametrize("wait", WAITS)
def test_the_cell_ends_and_the_next_one_runs(kernel: Kernel, how: str, wait: str) -> None:
    cell = interrupt_when(kernel, how, f'const before = 41; console.log("running"); {WAITS[wait]}')
    assert cell.status == "error"
    assert {k: cell.reply[k] for k in ("ename", "evalue", "traceback")} == cell.error
    assert kernel.run_ok("console.log(before + 1)").stdout == "42\n"


def test_a_loop_in_a_function_of_an_earlier_cell_ends(kernel: Kernel, how: str) -> None:
    kernel.run_ok("function spinForEver() { while (true) {} }")
    cell = interrupt_when(kernel, how, 'console.log("running"); spinForEver();')
    assert cell.status == "error"
    kernel.run_ok("1;")


def test_a_wait_in_a_function_of_an_earlier_cell_ends(kernel: Kernel, how: str) -> None:
    kernel.run_ok("let rounds = 0; async function goRound() { for (;;) { rounds++; await null; } }")
    cell = interrupt_when(kernel, how, 'console.log("running"); await goRound();')
    assert cell.status == "error"
    assert_stands_still(kernel, "rounds")


def test_the_interrupted_code_goes_no_further(kernel: Kernel, how: str) -> None:
    interrupt_when(
        kernel,
        how,
        """let steps = 0;
        console.log("running");
        for (;;) { await new Promise((resolve) => setTimeout(resolve, 1)); steps++; }""",
    )
    assert_stands_still(kernel, "steps")


def assert_stands_still(kernel: Kernel, name: str) -> None:
    """Ten later turns of the event loop find the same number."""
    cell = kernel.run_ok(
        f"""const then = {name};
        for (let i = 0; i < 10; i++) await new Promise((resolve) => setTimeout(resolve, 2));
        console.log({name} - then);"""
    )
    assert cell.stdout == "0\n"


def test_cleaning_up_still_happens(kernel: Kernel, how: str) -> None:
    cell = interrupt_when(
        kernel,
        how,
        f'try {{ console.log("running"); {FOREVER} }} finally {{ console.log("cleaned up"); }}',
    )
    kernel.wait(lambda: cell.stdout == "running\ncleaned up\n", why="the finally block")


def test_variables_that_got_a_value_stay(kernel: Kernel, how: str) -> None:
    interrupt_when(
        kernel,
        how,
        f"""import {{ EOL }} from "node:os";
        const [one, {{ two }}] = [1, {{ two: 2 }}];
        function three() {{ return 3; }}
        class Four {{ value = 4; }}
        let five = 0; five = 5;
        console.log("running");
        {FOREVER}
        const never = 6;""",
    )
    cell = kernel.run_ok("console.log(one + two + three() + new Four().value + five, EOL.length)")
    assert cell.stdout.startswith("15 ")


def test_an_interrupt_names_itself(kernel: Kernel, how: str) -> None:
    cell = interrupt_when(kernel, how, f'console.log("running"); {FOREVER}')
    assert "nterrupt" in cell.error["ename"]
    assert "kernel/dist" not in cell.traceback
    assert "node:" not in cell.traceback


def test_a_server_of_an_earlier_cell_goes_on(kernel: Kernel, how: str) -> None:
    starter = kernel.run_ok(
        """import { createServer } from "node:net";
        const echo = createServer({ allowHalfOpen: true }, (guest) => {
          console.log("served"); guest.pipe(guest); });
        await new Promise<void>((resolve) => echo.listen(0, "127.0.0.1", resolve));"""
    )
    port = int(kernel.run_ok("console.log((echo.address() as any).port)").stdout)
    interrupt_when(kernel, how, f'console.log("running"); {FOREVER}')
    assert exchange(port, b"still there") == b"still there"
    kernel.wait(lambda: starter.stdout == "served\n")
    kernel.run_ok("echo.close()")


def test_what_waits_behind_the_interrupted_cell_is_aborted(kernel: Kernel, how: str) -> None:
    first = kernel.start(f'console.log("running"); {FOREVER}')
    behind = kernel.start('console.log("behind")')
    kernel.wait(lambda: first.stdout == "running\n")
    kernel.ask("is_complete_request", {"code": "1"})  # what was sent before has arrived
    kernel.interrupt(how)
    kernel.wait(lambda: first.done and behind.done)
    assert (first.status, behind.status) == ("error", "aborted")
    assert behind.stdout == ""


def test_an_interrupt_while_nothing_runs_changes_nothing(kernel: Kernel, how: str) -> None:
    kernel.run_ok("const kept = 1;")
    kernel.interrupt(how)
    assert kernel.run_ok("console.log(kept)").stdout == "1\n"


def test_many_interrupts_end_one_cell_each(kernel: Kernel, how: str) -> None:
    for _ in range(5):
        cell = interrupt_when(kernel, how, f'console.log("running"); {FOREVER}')
        assert cell.status == "error"
    for _ in range(3):
        kernel.interrupt(how)
    assert kernel.run_ok('console.log("alive")').stdout == "alive\n"


@pytest.mark.parametrize("inside", [FOREVER, "while (true) {}"])
def test_interrupts_again_and_again_do_not_let_a_cell_go_on(
    kernel: Kernel, how: str, inside: str
) -> None:
    """One that catches them gets a moment to clean up, and each interrupt must not renew that."""
    cell = kernel.start(f'console.log("running"); for (;;) {{ try {{ {inside} }} catch {{}} }}')
    kernel.wait(lambda: cell.stdout == "running\n")

    def ends() -> bool:
        kernel.interrupt(how)
        return cell.done

    kernel.wait(ends, why="the end of a cell that is interrupted all the time")
    assert cell.error["ename"] == "Interrupted"
    assert kernel.run_ok('console.log("alive")').stdout == "alive\n"
