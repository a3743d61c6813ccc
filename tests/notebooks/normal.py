"""The form in which notebooks are committed, and which parts of an output may differ between runs."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from socket_tables import is_socket_table, row_by_row

Notebook = dict[str, Any]
Output = dict[str, Any]

# A cell says in a line that begins so what it did about a port that was taken.
ABOUT_A_PORT = re.compile(r"^Port \d+\b.*\n?", re.MULTILINE)
PORT_BEHIND_HOST = re.compile(r"((?:\d+\.){3}\d+(?::|', )|\blocalhost ?: ?|\b[Pp]ort )\d+")
PORT_ALONE = re.compile(r"\A\d{4,5}\Z")
PORT_OF_IPV6 = re.compile(r"(\[[0-9a-f:]+\]:)\d+")
# A sequence diagram in characters: a row is its time, the lanes, a mark, and words that may cover lanes.
ROW = re.compile(r"^ *[\d.]+ m?s {2,3}(.*?[●✗○◌] )(.*?)[ │┃]*$", re.MULTILINE)
ADDRESSES = re.compile(r"PORT {2,}")
# The same as a picture.
TIME_IN_PICTURE = re.compile(r'(<text class="time"[^>]*>)[^<]*')
WAITED = re.compile(r", waited [\d.]+ m?s\b")
# A plot of measured values, which comes with the same values as a table.
PLOT = '<g class="measured">'
NUMBER = re.compile(r"\d+(?:\.\d+)?(?:e[+-]?\d+)?")
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def read(path: Path) -> Notebook:
    notebook: Notebook = json.loads(path.read_text(encoding="utf-8"))
    return notebook


def written(notebook: Notebook) -> str:
    """The text of the file: sorted keys, one space of indentation, as Jupyter writes it."""
    return json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def source_of(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


def normalise(notebook: Notebook) -> None:
    """Takes away what a run leaves besides outputs, in place."""
    notebook["metadata"] = {
        "kernelspec": {
            "display_name": "TypeScript (Socketbook)",
            "language": "typescript",
            "name": "tslab",
        },
        "language_info": {"name": "typescript"},
    }
    for cell in notebook["cells"]:
        tags = cell["metadata"].get("tags")
        cell["metadata"] = {"tags": tags} if tags else {}
        cell["source"] = source_of(cell).splitlines(keepends=True)
        if cell["cell_type"] == "code":
            cell["execution_count"] = None
            cell["outputs"] = [normal_output(output) for output in cell["outputs"]]


def normal_output(output: Output) -> Output:
    kept = {**output}
    if "execution_count" in kept or kept["output_type"] == "execute_result":
        kept["execution_count"] = None
    if "text" in kept:
        kept["text"] = "".join(kept["text"]).splitlines(keepends=True)
    if "data" in kept:
        kept["data"] = {
            kind: "".join(data).splitlines(keepends=True) if isinstance(data, (str, list)) else data
            for kind, data in kept["data"].items()
        }
    return kept


def stable(outputs: list[Output]) -> list[tuple[str, str]]:
    """What must be equal from run to run: kinds and texts, port numbers aside."""
    found: list[tuple[str, str]] = []
    for output in map(normal_output, outputs):
        if output["output_type"] == "stream":
            found.append((str(output["name"]), stable_text("".join(output["text"]))))
        elif output["output_type"] == "error":
            found.append(("error", f"{output['ename']}: {stable_text(output['evalue'])}"))
        else:
            if PLOT in "".join(output["data"].get("image/svg+xml", "")):
                found.append(("plot", without_values("".join(output["data"]["text/plain"]))))
                continue
            for kind, data in sorted(output["data"].items()):
                text = "".join(data) if isinstance(data, list) else json.dumps(data)
                if is_socket_table(text):
                    found.append((kind, row_by_row(text, stable_text)))
                else:
                    found.append((kind, stable_text(text)))
    return [(kind, text) for kind, text in found if text]


def stable_text(text: str) -> str:
    text = ABOUT_A_PORT.sub("", COLOUR.sub("", text))
    text = PORT_OF_IPV6.sub(r"\1PORT", PORT_BEHIND_HOST.sub(r"\1PORT", text))
    return PORT_ALONE.sub("PORT", without_times(text))


def without_times(text: str) -> str:
    """Drawings tell when each thing happened and how long it took: that differs, their order does not."""
    text = ROW.sub(r"TIME \1\2", ADDRESSES.sub("PORT  ", text))
    return WAITED.sub("", TIME_IN_PICTURE.sub(r"\1TIME", text))


def without_values(table: str) -> str:
    """What a plot shows, line by line: its title, its axes and the names of its series."""
    return re.sub(r" +", " ", NUMBER.sub("N", table))
