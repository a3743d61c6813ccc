"""Work carries its cell along: its number, an id that stays, a signal for the interrupt."""

from __future__ import annotations

from conversation import Kernel

BOOK = 'const book = (globalThis as any)[Symbol.for("socketbook.notebook")];'


def test_the_cell_knows_its_number(kernel: Kernel) -> None:
    cell = kernel.run_ok(f"{BOOK} console.log(book.currentCell().number)")
    assert cell.stdout.strip() == str(cell.number)


def test_work_of_a_cell_knows_the_cell_that_started_it(kernel: Kernel) -> None:
    starter = kernel.run_ok(f"{BOOK} setTimeout(() => console.log(book.currentCell().number), 20);")
    kernel.run_ok("1;")
    kernel.wait(lambda: starter.stdout == f"{starter.number}\n", why="the timer's cell")


def test_an_id_of_the_front_end_stays_when_the_cell_runs_again(kernel: Kernel) -> None:
    code = f"{BOOK} console.log(book.currentCell().id)"
    first = kernel.run_ok(code, cell_id="7c1f-first")
    again = kernel.run_ok(f"{code}; // edited", cell_id="7c1f-first")
    other = kernel.run_ok(code, cell_id="7c1f-other")
    assert first.stdout == again.stdout != other.stdout


def test_every_cell_has_an_id_also_without_the_front_end(kernel: Kernel) -> None:
    cell = kernel.run_ok(f"{BOOK} console.log(typeof book.currentCell().id)")
    assert cell.stdout == "string\n"


def test_a_signal_tells_an_interrupt_to_the_work_of_this_cell_only(kernel: Kernel) -> None:
    kernel.run_ok(f"{BOOK} const earlier = book.currentCell().signal;")
    cell = kernel.start(
        """const own = book.currentCell().signal;
        own.addEventListener("abort", () => console.log("told"));
        console.log("running"); await new Promise(() => {});"""
    )
    kernel.wait(lambda: "running" in cell.stdout)
    kernel.interrupt("message")
    kernel.wait(lambda: cell.done and "told" in cell.stdout, why="the abort event")
    assert kernel.run_ok("console.log(earlier.aborted, own.aborted)").stdout == "false true\n"


def test_the_signal_of_a_finished_cell_stays_quiet(kernel: Kernel) -> None:
    kernel.run_ok(f"{BOOK} const finished = book.currentCell().signal;")
    kernel.interrupt("message")
    assert kernel.run_ok("console.log(finished.aborted)").stdout == "false\n"
