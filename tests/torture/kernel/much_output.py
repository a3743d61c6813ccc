"""A cell that prints very much: nothing lost or out of order, and the memory stays bounded."""

from __future__ import annotations

import time
from typing import Callable, Iterator

from front_end import Found, FrontEnd, Ran
from trial import Trial

MILLION = 1_000_000
# So many megabytes may the kernel use more while it prints. What V8 has not swept yet is in them.
MORE_MEMORY = 400
WORDS = "añ€😀"


def lines(count: int) -> Iterator[str]:
    return (f"{n:0>99}\n" for n in range(count))


def blocks(count: int) -> Iterator[str]:
    return (str(n % 10) * MILLION for n in range(count))


def words(count: int) -> Iterator[str]:
    return (f"{WORDS * 9}{n}\n" for n in range(count))


Form = Callable[[int], tuple[str, Iterator[str]]]
# name → for so many megabytes: the cell, and what it must print.
FORMS: dict[str, Form] = {
    "in many lines": lambda size: (
        f'for (let n = 0; n < {size * 10_000}; n++) console.log(String(n).padStart(99, "0"));',
        lines(size * 10_000),
    ),
    "in many lines, with waits": lambda size: (
        f"for (let n = 0; n < {size * 10_000}; n++) {{\n"
        '  console.log(String(n).padStart(99, "0"));\n'
        "  if (n % 1000 === 0) await new Promise((done) => setImmediate(done)); }",
        lines(size * 10_000),
    ),
    "in one line": lambda size: (
        f'console.log("x".repeat({size * MILLION}));',
        iter(["x" * size * MILLION, "\n"]),
    ),
    "in large chunks": lambda size: (
        f"for (let n = 0; n < {size}; n++) process.stdout.write(String(n % 10).repeat({MILLION}));\n"
        "undefined",
        blocks(size),
    ),
    "in characters of many bytes": lambda size: (
        f"for (let n = 0; n < {size * 10_000}; n++) console.log(`${{'{WORDS}'.repeat(9)}}${{n}}`);",
        words(size * 10_000),
    ),
    # 9999 bytes end within a character as a rule.
    "in bytes cut anywhere": lambda size: (
        f"const bytes = Buffer.from(`{WORDS}`.repeat({size * 100_000}));\n"
        "for (let at = 0; at < bytes.length; at += 9999)"
        " process.stdout.write(bytes.subarray(at, at + 9999));\nundefined",
        iter([WORDS * size * 100_000]),
    ),
    "in one long text of characters of two halves": lambda size: (
        f"console.log('a' + '😀'.repeat({size * 250_000}));",
        iter(["a", "😀" * size * 250_000, "\n"]),
    ),
}


def run(trial: Trial) -> str:
    size = int(trial.size)
    told: list[str] = []
    with trial.kernel() as front:
        front.run_ok('console.log("warm")')
        for name, form in FORMS.items():
            code, expected = form(size)
            start, memory = time.monotonic(), front.memory()
            ran = front.start(code)
            peak = watch(front, ran, memory)
            must_be(name, ran, "".join(expected))
            if front.run_ok('console.log("next")').text() != "next\n":
                raise Found(f"the cell after much output {name} prints something else")
            seconds = time.monotonic() - start
            told.append(f"{size} MB {name}: {seconds:.1f} s, memory {peak - memory:+.0f} MB")
            trial.progress(told[-1])
        told.append(alternates(front, size * 1000))
    return "\n".join(told)


def watch(front: FrontEnd, ran: Ran, memory: float) -> float:
    """Takes all that a cell prints; returns the most memory that was in use meanwhile."""
    peak = memory
    while not ran.done:
        front.wait(lambda: front.take(0.1, most=20) or ran.done, "output")
        peak = max(peak, front.memory())
        if peak > memory + MORE_MEMORY:
            raise Found(f"{peak - memory:.0f} MB more in use while {len(ran.texts)} messages came")
    return peak


def must_be(name: str, ran: Ran, expected: str) -> None:
    got = ran.text()
    if ran.status != "ok" or ran.shown:
        raise Found(f"{name}: ended as {ran.status}, {ran.error} {str(ran.shown)[:200]}")
    if got != expected:
        at = next((n for n, (a, b) in enumerate(zip(got, expected)) if a != b), len(got))
        raise Found(f"{name}: {len(got)} characters, not {len(expected)}; the first wrong one is {at}")


def alternates(front: FrontEnd, count: int) -> str:
    """Both streams by turns: what came of each must be in the order of the calls."""
    code = f"for (let n = 0; n < {count}; n++) {{ console.log(n); console.error(n); }}"
    ran = front.run_ok(code)
    expected = [(name, f"{n}\n") for n in range(count) for name in ("stdout", "stderr")]
    if ran.texts != expected:
        raise Found(f"of {2 * count} lines on stdout and stderr by turns, some are not in order")
    return f"{2 * count} lines on stdout and stderr by turns"
