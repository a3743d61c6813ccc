"""Very much output, and output that cannot be sent: the kernel lives on, and nothing of it is lost."""

from __future__ import annotations

import pytest

from conversation import INTERRUPTS, Kernel

# A message of a stream holds so many characters at most; a piece may be added to one that is nearly full.
MOST = 2 * 2**16

TEXTS = {
    "one long line": ('console.log("x".repeat(1e6));', "x" * 10**6 + "\n"),
    "characters of two halves": ('console.log("a" + "😀".repeat(2e5));', f"a{'😀' * 200_000}\n"),
    "bytes cut within characters": (
        'const bytes = Buffer.from("añ€😀".repeat(1e5));\n'
        "for (let at = 0; at < bytes.length; at += 77_777)"
        " process.stdout.write(bytes.subarray(at, at + 77_777));\nundefined",
        "añ€😀" * 100_000,
    ),
    "a view of bytes": (
        'process.stdout.write(new Uint8Array(Buffer.from("abcd")).subarray(1, 3));\nundefined',
        "bc",
    ),
}


@pytest.mark.parametrize("name", TEXTS)
def test_much_text_comes_whole_in_messages_of_a_bounded_size(kernel: Kernel, name: str) -> None:
    code, expected = TEXTS[name]
    cell = kernel.run_ok(code)
    assert cell.stdout == expected
    assert max(len(content["text"]) for content in cell.outputs("stream")) <= MOST


def test_lines_of_both_streams_come_in_the_order_of_the_calls(kernel: Kernel) -> None:
    cell = kernel.run_ok("for (let n = 0; n < 2000; n++) { console.log(n); console.error(n); }")
    told = [(content["name"], content["text"]) for content in cell.outputs("stream")]
    assert told == [(name, f"{n}\n") for n in range(2000) for name in ("stdout", "stderr")]


CANNOT_BE_SHOWN = {
    "a bigint": ("{ a: 1n }", "BigInt"),
    "a circle": ("(() => { const c: any = {}; c.c = c; return c; })()", "circular"),
    "what throws": ("{ get a() { throw new Error('not to be read'); } }", "not to be read"),
}


@pytest.mark.parametrize("name", CANNOT_BE_SHOWN)
def test_a_display_that_cannot_be_sent_is_an_error_of_its_cell(kernel: Kernel, name: str) -> None:
    value, complaint = CANNOT_BE_SHOWN[name]
    show = f'(display as any).raw("application/json", {value});'
    cell = kernel.run(f'import {{ display }} from "tslab";\n{show}')
    assert cell.status == "error" and complaint in cell.error["evalue"]
    assert kernel.run_ok("console.log('next')").stdout == "next\n"


@pytest.mark.parametrize("how", INTERRUPTS)
def test_an_interrupt_ends_a_cell_that_prints_for_ever(own_kernel: Kernel, how: str) -> None:
    line = "'0123456789'.repeat(1000)"
    cell = own_kernel.start(f"console.log('running'); for (;;) console.log({line});")
    own_kernel.wait(lambda: len(cell.stdout) > 20_000)
    own_kernel.interrupt(how)
    own_kernel.wait(lambda: cell.done, why="the end of the cell")
    assert cell.error["ename"] == "Interrupted"
    *whole, _ = cell.stdout.split("\n")
    assert whole[0] == "running" and set(whole[1:]) == {"0123456789" * 1000}
    assert own_kernel.run_ok("console.log('next')").stdout == "next\n"
