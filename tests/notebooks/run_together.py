"""Runs notebook 01 up to its last cell, then notebook 02 in a kernel of its own, then ends both.

Ends with 1 and a line when the client's sentence did not reach the server of the other notebook.
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

from kernel import Kernel, Output
from normal import Notebook, read, source_of
from run_notebook import OURS, REPOSITORY, use_kernels_of

FOLDER = REPOSITORY / "notebooks"
SENTENCE = "two kernels"


def code_cells(notebook: Notebook) -> list[tuple[str, str]]:
    return [(c["id"], source_of(c)) for c in notebook["cells"] if c["cell_type"] == "code"]


def text(outputs: list[Output]) -> str:
    return "".join(o.get("text") or o["data"]["text/plain"] for o in outputs)


def talk(server: Kernel, client: Kernel) -> list[str]:
    """What did not happen although it should have."""
    served: dict[str, list[Output]] = {}
    *cells, last = code_cells(read(FOLDER / "01-a-tcp-server.ipynb"))
    for name, source in cells:
        served[name] = server.run(source, name, 30)
    # As the notebook tells its reader: where 12000 was taken, the other number goes into 02.
    port = re.search(r"0\.0\.0\.0:(\d+)", text(served["bind"]))
    assert port is not None, served["bind"]
    received: dict[str, str] = {}
    for name, source in code_cells(read(FOLDER / "02-a-tcp-client.ipynb")):
        told = source.replace("12000", port[1]).replace('"hello"', f'"{SENTENCE}"')
        received[name] = text(client.run(told, name, 30))
    server.catch_up()
    server.run(last[1], last[0], 30)
    wanted = {
        "02 finds the server": ("an uppercase server answers", received["choose-server"]),
        "02 shows the answer": (f"received: {SENTENCE.upper()}", received["print"]),
        "01 shows the sentence": (f"user: {SENTENCE}", text(served["start-serving"])),
    }
    return [f"not so: {what}; {had!r}" for what, (part, had) in wanted.items() if part not in had]


def main() -> int:
    with tempfile.TemporaryDirectory() as place:
        use_kernels_of(Path(place))
        server = Kernel(OURS, FOLDER, Path(place) / "server.log")
        client = Kernel(OURS, FOLDER, Path(place) / "client.log")
        try:
            missing = talk(server, client)
        finally:
            server.close()
            client.close()
    print("\n".join(missing), end="")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
