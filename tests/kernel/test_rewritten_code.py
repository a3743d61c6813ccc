"""What the kernel adds to a cell, so that an interrupt reaches it, does not change what it does."""

from __future__ import annotations

import pytest

from conversation import Kernel

# Each prints what plain JavaScript would print.
SAME = {
    "a label": (
        "outer: for (const a of [1, 2]) { for (;;) { if (a === 1) continue outer; break outer; } }"
        " console.log('out');",
        "out",
    ),
    "a labelled loop without blocks": (
        "let n = 0; top: while (true) while (true) if (++n > 3) break top; console.log(n);",
        "4",
    ),
    "continue in a do loop": (
        "let n = 0; do { n++; if (n < 3) continue; } while (n < 3); console.log(n);",
        "3",
    ),
    "an empty body": ("let n = 0; for (; n < 3; n++); console.log(n);", "3"),
    "closures over a loop variable": (
        "const all: (() => number)[] = []; for (let i = 0; i < 3; i++) all.push(() => i);"
        " console.log(all.map((f) => f()).join());",
        "0,1,2",
    ),
    "names of an object": ("for (const name in { a: 1, b: 2 }) console.log(name);", "a\nb"),
    "a thenable": (
        "console.log(await { then(done: (n: number) => void) { done(5); } });",
        "5",
    ),
    "await of a plain value": ("console.log(await 5, await undefined);", "5 undefined"),
    "await in await": ("console.log(await Promise.resolve(await Promise.resolve(1)) + 1);", "2"),
    "a caught rejection": (
        "try { await Promise.reject(new Error('no')); } catch (e: any) { console.log(e.message); }",
        "no",
    ),
    "for await over promises": (
        "for await (const n of [Promise.resolve(1), 2]) console.log(n);",
        "1\n2",
    ),
    "leaving a for await": (
        "async function* all() { try { yield 1; yield 2; } finally { console.log('left'); } }"
        " for await (const n of all()) { console.log(n); break; }",
        "1\nleft",
    ),
    "an error in a for await": (
        "async function* all() { try { yield 1; } finally { console.log('left'); } }"
        " try { for await (const n of all()) throw new Error('x'); } catch { console.log('x'); }",
        "left\nx",
    ),
    "destructuring in a for await": (
        "for await (const [k, { v }] of [['a', { v: 1 }]] as const) console.log(k, v);",
        "a 1",
    ),
    "an async generator": (
        "async function* all() { const n = await 1; yield n; yield* [2, 3]; }"
        " for await (const n of all()) console.log(n);",
        "1\n2\n3",
    ),
    "this and arguments": (
        "class A { n = 1; async add(..._: number[]) { return this.n + await arguments[0]; } }"
        " console.log(await new A().add(2));",
        "3",
    ),
    "await in a class": (
        "class A { #n = 7; get n() { return this.#n; }"
        " static async make() { await null; return new A(); } }"
        " console.log((await A.make()).n);",
        "7",
    ),
    "a template and an optional call": (
        "const a: { f?: () => string } = {}; console.log(`${await null} ${a.f?.() ?? 'none'}`);",
        "null none",
    ),
    "an enum and a namespace of types": (
        "enum Colour { Red = 3 } type T = { c: Colour };"
        " const t: T = { c: Colour.Red }; console.log(t.c);",
        "3",
    ),
    "a call before its declaration": (
        "console.log(hoisted()); function hoisted() { return 'hoisted'; }",
        "hoisted",
    ),
    "a default parameter that waits": (
        "const f = async (n = Promise.resolve(4)) => { for (;;) return await n; };"
        " console.log(await f());",
        "4",
    ),
    "a regular expression and a division": (
        "let g = 4; console.log(8 / 2 / g, /a/g.source);",
        "1 a",
    ),
}


@pytest.mark.parametrize("kind", SAME)
def test_the_code_does_what_it_says(kernel: Kernel, kind: str) -> None:
    code, printed = SAME[kind]
    assert kernel.run_ok(code).stdout == f"{printed}\n"


def test_a_later_cell_sees_what_work_of_an_earlier_one_counts(kernel: Kernel) -> None:
    kernel.run_ok("let served = 0; function serve() { served++; }")
    kernel.run_ok("serve(); serve();")
    assert kernel.run_ok("console.log(served)").stdout == "2\n"


def test_a_long_loop_is_done_in_reasonable_time(kernel: Kernel) -> None:
    cell = kernel.run_ok(
        """function sum(n: number) { let s = 0; for (let i = 0; i < n; i++) s += i; return s; }
        const began = process.cpuUsage().user; const total = sum(20_000_000);
        console.log(total, process.cpuUsage().user - began);"""
    )
    total, microseconds = cell.stdout.split()
    assert int(total) == 199999990000000
    assert int(microseconds) < 2_000_000


def test_a_cell_that_ends_in_void_runs_the_call(kernel: Kernel) -> None:
    """`void 0` of TypeScript's own is left out of a cell; the learner's `void` is not."""
    kernel.run_ok("const called: string[] = []; const serve = () => called.push('served');")
    kernel.run_ok("void serve();")
    assert kernel.run_ok("console.log(called.join());").stdout == "served\n"
