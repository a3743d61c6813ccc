"""A variable of an earlier cell in `{ a }`, and names of properties that look like one."""

from __future__ import annotations

import pytest

from conversation import Kernel

EARLIER = """
function given() { return { host: "here", port: 5, inner: { deep: 4 } }; }
let port = 7;
const key = "port" as const;
"""

# Each prints what one cell with all of it would print.
SAME = {
    "a short property": ("console.log({ port }.port, { key, port: 1 }.key);", "7 port"),
    "a short property in a function": ("console.log((() => ({ port }))().port);", "7"),
    "a parameter of that name": ("console.log(((port: number) => ({ port }))(1).port);", "1"),
    "a variable of this cell": ("{ const port = 2; console.log({ port }.port); }", "2"),
    "a global": ("console.log(typeof { console }.console.log);", "function"),
    "a property with another name": ("const { port: one } = given(); console.log(one);", "5"),
    "the same, awaited": ("const { port: two } = await given(); console.log(two);", "5"),
    "properties of properties": (
        "const { inner: { deep }, [key]: three, ...rest } = given();"
        " console.log(deep, three, rest.host);",
        "4 5 here",
    ),
    "a parameter taken apart": (
        "console.log([given()].map(({ port: one, host }) => host + one + port)[0]);",
        "here57",
    ),
    "an initial value": ("const { missing: four = port } = {} as any; console.log(four);", "7"),
    "an assignment to a property's name": (
        "({ port } = given()); console.log(port, { port }.port);",
        "5 5",
    ),
    "an assignment with another name": ("({ port: port } = given()); console.log(port);", "5"),
}


@pytest.mark.parametrize("kind", SAME)
def test_means_what_it_says(kernel: Kernel, kind: str) -> None:
    code, printed = SAME[kind]
    kernel.run_ok(EARLIER)
    assert kernel.run_ok(code).stdout == f"{printed}\n"


def test_an_error_behind_a_short_property_names_its_line(kernel: Kernel) -> None:
    kernel.run_ok(EARLIER)
    failed = kernel.run("const all = {\n  port,\n  key,\n};\nthrow new Error('here');")
    assert "line 5" in failed.traceback
