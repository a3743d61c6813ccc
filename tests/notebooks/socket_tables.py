"""Tables of the system's sockets in outputs, row by row, and which rows of them chance may add."""

from __future__ import annotations

import re
from collections import Counter
from typing import Callable

Texts = list[tuple[str, str]]  # the kind of an output and its text

TITLE = re.compile(r"What the system sees of port (?:\d+|PORT)(?: \(\w+\))?")
TABLE_ROW = re.compile(r"<tr>(.*?)</tr>", re.DOTALL)
TABLE_CELL = re.compile(r"<t[hd][^>]*>(.*?)</t[hd]>", re.DOTALL)
NOTE = re.compile(r"\bNote: [^<\n]*")
COLUMN = re.compile(r"\S+(?: \S+)*")


def is_socket_table(text: str) -> bool:
    return TITLE.search(text[:200]) is not None


def row_by_row(text: str, stable_text: Callable[[str], str]) -> str:
    """A line for the title and one for each row, with the values only that are not empty: which columns
    a table has depends on all its rows, and how wide they are on the ports."""
    title = TITLE.search(text)
    table = rows_of_html(text) if text.startswith("<p>") else rows_of_text(text)
    rows = [", ".join(f"{name}: {value}" for name, value in row.items() if value) for row in table]
    lines = [title.group() if title else "", *rows, *NOTE.findall(text)]
    return "\n".join(map(stable_text, lines))


def rows_of_html(text: str) -> list[dict[str, str]]:
    head, *rows = [TABLE_CELL.findall(row) for row in TABLE_ROW.findall(text)] or [[]]
    return [dict(zip(head, row, strict=True)) for row in rows]


def rows_of_text(text: str) -> list[dict[str, str]]:
    head, *rows = [line for line in text.splitlines()[1:] if not NOTE.match(line)]
    columns = [(found.group(), found.start()) for found in COLUMN.finditer(head)]
    ends: list[int | None] = [*(start for _, start in columns[1:]), None]
    return [
        {name: row[start:end].strip() for (name, start), end in zip(columns, ends, strict=True)}
        for row in rows
    ]


def same(found: Texts, expected: Texts) -> bool:
    if [kind for kind, _ in found] != [kind for kind, _ in expected]:
        return False
    pairs = [(text, wanted) for (_, text), (_, wanted) in zip(found, expected, strict=True)]
    return all(text == wanted or without_strangers(text, wanted) == wanted for text, wanted in pairs)


def without_strangers(text: str, wanted: str) -> str:
    """The system may give out a port that had an earlier life, whose TIME_WAIT still stands in its list."""
    if not is_socket_table(text):
        return text
    lines = text.split("\n")
    spare = Counter(lines) - Counter(wanted.split("\n"))
    kept: list[str] = []
    for line in lines:
        if "state: TIME_WAIT" in line and "here: " not in line and spare[line] > 0:
            spare[line] -= 1
        else:
            kept.append(line)
    return "\n".join(kept)
