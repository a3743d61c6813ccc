"""Where the kernels under test come from: ours as set-up installs it, and stock tslab beside it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
OURS = "tslab"
STOCK = "stock-tslab"

# A cell finds packages and the types of Node in an ancestor of the folder it runs in.
FOLDER = Path(__file__).resolve().parent


def node() -> str:
    """The Node that runs the kernels: SOCKETBOOK_NODE, else the one on PATH."""
    found = os.environ.get("SOCKETBOOK_NODE") or shutil.which("node")
    if found is None:
        raise RuntimeError("no node on PATH, and SOCKETBOOK_NODE is not set")
    return found


def node_version() -> tuple[int, ...]:
    """For example (20, 19, 5)."""
    text = subprocess.run([node(), "--version"], capture_output=True, text=True, check=True).stdout
    return tuple(int(part) for part in text.strip().lstrip("v").split("."))


def lost_its_ports(log: Path) -> bool:
    """Whether a kernel ended because another program took one of its ports: Jupyter looks for free ones
    first, and the kernel takes them later. A front end then starts the kernel anew."""
    return re.search("Address already in use|Napi::Error", log.read_text()) is not None


def install_kernels(prefix: Path) -> Path:
    """Writes both kernelspecs below `prefix`; returns the folder that JUPYTER_PATH must name."""
    installer = REPOSITORY / "kernel" / "dist" / "install.js"
    command = [node(), str(installer), "--prefix", str(prefix)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    install_stock(prefix)
    return prefix / "share" / "jupyter"


def install_stock(prefix: Path) -> None:
    """Stock tslab under a name of its own, started as its own installer would start it."""
    launcher = REPOSITORY / "node_modules" / "tslab" / "bin" / "tslab"
    spec = {
        "argv": [node(), str(launcher), "kernel", "--config-path", "{connection_file}"],
        "display_name": "stock tslab",
        "language": "typescript",
    }
    folder = prefix / "share" / "jupyter" / "kernels" / STOCK
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "kernel.json").write_text(json.dumps(spec))
