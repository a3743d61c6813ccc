"""A cell that prints for ever to a front end that reads slowly: the cell waits, memory stays bounded."""

from __future__ import annotations

import time

from front_end import Found
from trial import Trial

MORE_MEMORY = 450
ENDLESS = 'for (let n = 0; ; n++) console.log(String(n).padStart(99, "0"));'


def run(trial: Trial) -> str:
    # A short queue of its own: the front end's reading is felt, not that of its machine.
    with trial.kernel(queue=10) as front:
        front.run_ok('console.log("warm")')
        memory = peak = front.memory()
        ran = front.start(ENDLESS)
        end = time.monotonic() + trial.size
        while time.monotonic() < end:
            front.wait(lambda: front.take(0.1, most=1), "output")
            peak = max(peak, front.memory())
            if peak > memory + MORE_MEMORY:
                raise Found(f"{peak - memory:.0f} MB more in use after {ran.size / 1e6:.0f} MB were read")
            time.sleep(0.01)
        read = ran.size
        asked = time.monotonic()
        front.interrupt(by_signal=False)
        front.wait(lambda: ran.done, "the end of the interrupted cell")
        took = time.monotonic() - asked
        if not ran.error.startswith("Interrupted"):
            raise Found(f"an interrupted cell ended as {ran.status}, {ran.error}")
        check_numbers(ran.text())
        if front.run_ok('console.log("next")').text() != "next\n":
            raise Found("the cell after the interrupted one prints something else")
    return (
        f"{trial.size:.0f} s of endless output, {read / 1e6:.0f} MB of it read meanwhile: memory"
        f" {peak - memory:+.0f} MB; all the rest and the end {took:.1f} s after the interrupt"
    )


def check_numbers(text: str) -> None:
    for number, line in enumerate(text.splitlines()):
        if line != f"{number:0>99}":
            raise Found(f"line {number} of an interrupted cell is {line!r}")
