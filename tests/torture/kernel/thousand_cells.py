"""A very long notebook: every output under its own cell, and no cell slower than the first ones."""

from __future__ import annotations

from cells import Cell, notebook
from front_end import Found, FrontEnd, Ran
from trial import Trial

# The last cells may take so many times what the first ones took, and so much memory be in use.
SLOWEST = 2.5
MOST_MEMORY = 1024


def run(trial: Trial) -> str:
    cells = notebook(trial.random, int(trial.size))
    with trial.kernel() as front:
        times: list[float] = []
        ran: list[Ran] = []
        for cell in cells:
            before = front.cpu()
            ran.append(front.run(cell.code))
            times.append(front.cpu() - before)
            check_end(cell, ran)
            for earlier, one in list(zip(cells, ran))[-3:]:
                check_so_far(earlier, one)
            if len(ran) % 20 == 0:
                trial.progress(f"cell {len(ran)} of {len(cells)}, {front.memory():.0f} MB")
        for cell, one in zip(cells, ran):
            wait_for_late_output(front, cell, one)
            check_outputs(cell, one)
        part = max(1, min(100, len(cells) // 4))
        # The very first cells also load the compiler and the types.
        first, last = sum(times[2 : 2 + part]) / part, sum(times[-part:]) / part
        memory = front.memory()
    ratio = last / first
    told = (
        f"{len(cells)} cells; a cell takes {first * 1000:.0f} ms of the processor at first and"
        f" {last * 1000:.0f} ms at last: {ratio:.2f} times; {memory:.0f} MB at the end"
    )
    if ratio > SLOWEST or memory > MOST_MEMORY:
        raise Found(told)
    return told


def check_end(cell: Cell, ran: list[Ran]) -> None:
    one = ran[-1]
    if one.error != cell.error or one.status != ("error" if cell.error else "ok"):
        raise Found(f"ended as {one.status}, {one.error!r} and not {cell.error!r}:\n{cell.code}")
    if one.number != len(ran):
        raise Found(f"cell {len(ran)} has the number {one.number}")


def check_so_far(cell: Cell, one: Ran) -> None:
    """What comes late may be missing yet; what is of another cell is wrong at once."""
    if not cell.stdout.startswith(one.text()) or not cell.stderr.startswith(one.text("stderr")):
        check_outputs(cell, one)


def wait_for_late_output(front: FrontEnd, cell: Cell, one: Ran) -> None:
    front.wait(lambda: len(one.text()) >= len(cell.stdout), f"{cell.stdout!r} of:\n{cell.code}")


def check_outputs(cell: Cell, one: Ran) -> None:
    got = (one.text(), one.text("stderr"), tuple(one.shown))
    if got != (cell.stdout, cell.stderr, cell.shown):
        raise Found(f"put out {got} and not {(cell.stdout, cell.stderr, cell.shown)}:\n{cell.code}")
