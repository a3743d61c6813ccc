"""How fast the kernel is beside stock tslab, in one run; ipykernel's figures are for comparison.

    npm run bench:kernel              ten starts of each, interleaved
    npm run bench:kernel -- 3         three starts of each

Exits with 1 when a median misses its target.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from subprocess import DEVNULL
from typing import Any, Callable

TESTS = Path(__file__).resolve().parents[1] / "tests" / "kernel"
sys.path.insert(0, str(TESTS))

import psutil  # noqa: E402
import zmq  # noqa: E402
from jupyter_client.kernelspec import KernelSpecManager  # noqa: E402
from jupyter_client.manager import KernelManager  # noqa: E402

from kernels import OURS, STOCK, install_kernels  # noqa: E402

DEADLINE_MS = 60_000
MEGABYTE = 2**20
FURTHER = 25

TYPESCRIPT = 'import { AF_INET, SOCK_STREAM, socket } from "socketbook";\ntypeof socket'
PYTHON = "from socket import AF_INET, SOCK_STREAM, socket\ntype(socket)"
# name → kernelspec, first cell; a further cell is one that both languages understand.
CONTESTANTS = {
    "ours": (OURS, TYPESCRIPT),
    "stock tslab": (STOCK, TYPESCRIPT),
    "ipykernel": ("python3", PYTHON),
}


@dataclass
class Start:
    """What one start of one kernel took, in seconds and megabytes."""

    info: float
    first: float
    further: float
    memory: float


class FrontEnd:
    """Two sockets to a kernel; they connect quickly, so that only the kernel is measured."""

    def __init__(self, manager: KernelManager) -> None:
        self.session = manager.session
        self.context = zmq.Context()
        self.shell = self._socket(zmq.DEALER, manager.ip, manager.shell_port)
        self.iopub = self._socket(zmq.SUB, manager.ip, manager.iopub_port)
        self.iopub.subscribe(b"")

    def _socket(self, kind: int, ip: str, port: int) -> zmq.Socket[bytes]:
        made = self.context.socket(kind)
        made.setsockopt(zmq.LINGER, 0)
        made.setsockopt(zmq.RECONNECT_IVL, 2)
        made.setsockopt(zmq.RCVTIMEO, DEADLINE_MS)
        made.connect(f"tcp://{ip}:{port}")
        return made

    def request(self, kind: str, **content: Any) -> str:
        return str(self.session.send(self.shell, kind, content)["header"]["msg_id"])

    def until(self, channel: zmq.Socket[bytes], asked: str, kinds: set[str]) -> None:
        """Reads until a message of one of the kinds answers the request."""
        while True:
            _, frames = self.session.feed_identities(channel.recv_multipart())
            message = self.session.deserialize(frames)
            if message["parent_header"].get("msg_id") != asked or message["msg_type"] not in kinds:
                continue
            if message["msg_type"] == "error" or message["content"].get("status") == "error":
                raise RuntimeError(f"the cell failed: {message['content']}")
            return

    def run(self, code: str) -> float:
        """Runs a cell with a value; returns when its value was seen."""
        content = {
            "silent": False,
            "store_history": True,
            "user_expressions": {},
            "stop_on_error": True,
        }
        asked = self.request("execute_request", code=code, allow_stdin=False, **content)
        # Stock tslab prints its results.
        self.until(self.iopub, asked, {"execute_result", "stream", "error"})
        seen = time.perf_counter()
        self.until(self.shell, asked, {"execute_reply"})
        return seen

    def close(self) -> None:
        self.context.destroy(linger=0)


def measure(spec: str, first_cell: str, specs: KernelSpecManager) -> Start:
    """Starts one kernel, runs the first cell as soon as it answers, then some more."""
    manager = KernelManager(kernel_name=spec, kernel_spec_manager=specs)
    began = time.perf_counter()
    manager.start_kernel(cwd=str(TESTS), stderr=DEVNULL)
    front_end = FrontEnd(manager)
    try:
        front_end.until(
            front_end.shell, front_end.request("kernel_info_request"), {"kernel_info_reply"}
        )
        info = time.perf_counter() - began
        first = front_end.run(first_cell) - began
        further = statistics.median(seconds(front_end, f"{n} + 1") for n in range(FURTHER))
        return Start(info, first, further, resident(manager.provisioner.pid))
    finally:
        front_end.close()
        manager.shutdown_kernel(now=True)


def seconds(front_end: FrontEnd, code: str) -> float:
    began = time.perf_counter()
    return front_end.run(code) - began


def resident(pid: int) -> float:
    process = psutil.Process(pid)
    tree = [process, *process.children(recursive=True)]
    return sum(member.memory_info().rss for member in tree) / MEGABYTE


@dataclass
class Target:
    """What one figure of ours must be beside stock's, and how the two are compared."""

    title: str
    figure: str
    compare: Callable[[float, float], float]
    most: float
    form: str


def ratio(ours: float, stock: float) -> float:
    return ours / stock


def difference(ours: float, stock: float) -> float:
    return ours - stock


TARGETS = [
    Target("kernel_info answers", "info", ratio, 0.35, "{:.2f} of stock"),
    Target("the first cell's result", "first", ratio, 0.7, "{:.2f} of stock"),
    Target("a further cell", "further", ratio, 1.0, "{:.2f} of stock"),
    Target("resident memory", "memory", difference, 10.0, "{:+.0f} MB"),
]


def race(rounds: int) -> dict[str, list[Start]]:
    """One uncounted start of each fills the caches; then the contestants take turns."""
    starts: dict[str, list[Start]] = {name: [] for name in CONTESTANTS}
    with tempfile.TemporaryDirectory() as folder:
        kernels = str(install_kernels(Path(folder)) / "kernels")
        specs = KernelSpecManager(kernel_dirs=[kernels])
        for number in range(rounds + 1):
            for name, (spec, first_cell) in CONTESTANTS.items():
                start = measure(spec, first_cell, specs)
                if number > 0:
                    starts[name].append(start)
    return starts


def print_figures(starts: dict[str, list[Start]]) -> None:
    print(
        f"{'medians':14}{'kernel_info':>14}{'first result':>14}{'further cell':>14}{'memory':>12}"
    )
    for name, runs in starts.items():
        info, first, further, memory = (
            statistics.median(getattr(run, figure) for run in runs)
            for figure in ("info", "first", "further", "memory")
        )
        print(f"{name:14}{info:12.3f} s{first:12.3f} s{further * 1000:11.1f} ms{memory:9.0f} MB")


def check(target: Target, starts: dict[str, list[Start]]) -> bool:
    """Compares the medians; the spread is that of the starts of one round with each other."""
    ours, stock = (
        [getattr(run, target.figure) for run in starts[n]] for n in ("ours", "stock tslab")
    )
    found = target.compare(statistics.median(ours), statistics.median(stock))
    pairs = sorted(target.compare(a, b) for a, b in zip(ours, stock))
    held = found <= target.most
    form = target.form.format
    print(
        f"{'✔' if held else '✖'} {target.title}: {form(found)}, "
        f"{form(pairs[0])} to {form(pairs[-1])}, target {form(target.most)}"
    )
    return held


def main() -> int:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    starts = race(rounds)
    print_figures(starts)
    print()
    return 0 if all([check(target, starts) for target in TARGETS]) else 1


if __name__ == "__main__":
    sys.exit(main())
