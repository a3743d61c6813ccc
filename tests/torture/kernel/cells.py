"""Generates the cells of a long notebook, and knows what each must put out."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Callable, Optional

DISPLAY = 'import { display } from "tslab";\n'


@dataclass(frozen=True)
class Cell:
    code: str
    stdout: str = ""
    stderr: str = ""
    shown: tuple[str, ...] = ()
    error: str = ""
    # What the cell leaves to later ones: its variable, and the number in it.
    leaves: Optional[int] = None


Kind = Callable[[int, str, int], Cell]


def waits(i: int, name: str, value: int) -> Cell:
    code = f'const v{i} = await Promise.resolve({name} + {i});\nconsole.log("cell {i}", v{i});'
    return Cell(code, f"cell {i} {value + i}\n", leaves=value + i)


def defines_a_class(i: int, name: str, value: int) -> Cell:
    code = (
        f"class Shape{i} {{ constructor(readonly side: number) {{}} area() {{ return this.side * 2; }} }}\n"
        f"const v{i} = new Shape{i}({name}).area() % 1000;\nv{i}"
    )
    return Cell(code, shown=(str(value * 2 % 1000),), leaves=value * 2 % 1000)


def defines_a_type(i: int, name: str, value: int) -> Cell:
    code = (
        f"interface Row{i} {{ id: number; name: string }}\n"
        f'const row{i}: Row{i} = {{ id: {i}, name: "row {i}" }};\nconst v{i} = row{i}.id;\n'
        f"console.log(row{i}.name, {name});"
    )
    return Cell(code, f"row {i} {value}\n", leaves=i)


def imports(i: int, name: str, value: int) -> Cell:
    code = f'import {{ inspect }} from "node:util";\nconsole.log("cell {i}", inspect([{name}]));'
    return Cell(code, f"cell {i} [ {value} ]\n")


def imports_the_library(i: int, name: str, _: int) -> Cell:
    code = f'import {{ decode, encode }} from "socketbook";\nconsole.log(decode(encode("ü {i}")));'
    return Cell(code, f"ü {i}\n")


def writes_to_both(i: int, name: str, value: int) -> Cell:
    code = (
        f"function twice{i}(n: number) {{ return n * 2; }}\n"
        f'console.error("cell {i}", twice{i}({name}));\nconsole.log("cell {i}");'
    )
    return Cell(code, f"cell {i}\n", f"cell {i} {value * 2}\n")


def declares_again(i: int, name: str, value: int) -> Cell:
    code = f"let again = {name} + 1;\nconst v{i} = again;\nagain"
    return Cell(code, shown=(str(value + 1),), leaves=value + 1)


def declares_again_as_text(i: int, name: str, value: int) -> Cell:
    return Cell(f"let again = `text ${{{name}}}`;\nagain.length", shown=(str(len(f"text {value}")),))


def fails(i: int, name: str, value: int) -> Cell:
    code = f'console.log("cell {i}");\nconst v{i} = {name};\nthrow new RangeError(`cell {i} ${{v{i}}}`);'
    return Cell(code, f"cell {i}\n", error=f"RangeError: cell {i} {value}", leaves=value)


def fails_to_compile(i: int, name: str, _: int) -> Cell:
    return Cell(
        f'console.log("never");\nconst wrong{i}: string = {name};',
        error="TypeScriptError: line 2: Type 'number' is not assignable to type 'string'. (TS2322)",
    )


def displays(i: int, name: str, value: int) -> Cell:
    code = f'{DISPLAY}console.log("before {i}");\ndisplay.html(`<b>${{{name}}}</b>`);'
    return Cell(code, f"before {i}\n", shown=(f"<b>{value}</b>",))


def prints_lines(i: int, name: str, value: int) -> Cell:
    code = (
        f"for (let n = 0; n < 50; n++) {{ console.log({i}, n, {name});"
        " if (n % 10 === 0) await new Promise((done) => setImmediate(done)); }"
    )
    return Cell(code, "".join(f"{i} {n} {value}\n" for n in range(50)))


def prints_later(i: int, name: str, value: int) -> Cell:
    code = f'const timer{i} = setTimeout(() => console.log("late {i}", {name}), 5);'
    return Cell(code, f"late {i} {value}\n")


KINDS: tuple[Kind, ...] = (
    waits, defines_a_class, defines_a_type, imports, imports_the_library, writes_to_both,
    declares_again, declares_again_as_text, fails, fails_to_compile, displays, prints_lines,
    prints_later,
)  # fmt: skip


def notebook(random: Random, count: int) -> list[Cell]:
    """So many cells; each uses the value of one of the cells before, near or far."""
    values = {"v0": 7}
    cells = [Cell("const v0 = 7;")]
    for i in range(1, count):
        name = random.choice(list(values)[-5:] if i % 2 else list(values))
        cell = random.choice(KINDS)(i, name, values[name])
        cells.append(cell)
        if cell.leaves is not None:
            values[f"v{i}"] = cell.leaves
    return cells
