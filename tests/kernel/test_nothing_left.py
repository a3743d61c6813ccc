"""When a kernel ends, its process, its children and its ports are gone within three seconds."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Callable

import psutil
import pytest

from conversation import Kernel
from kernels import FOLDER, node
from peers import connect, is_free

SECONDS = 3.0
NODE = json.dumps(node())

# A server with a connection, a timer, a child, and a grandchild that ignores the polite signal.
WORK = f"""
import {{ createServer }} from "node:net";
import {{ spawn }} from "node:child_process";
const server = createServer(() => console.log("connected"));
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
setInterval(() => {{}}, 1000);
const stubborn = `process.on("SIGTERM", () => {{}}); setInterval(() => {{}}, 1000);
  console.log("child ready")`;
const parent = `const c = require("node:child_process").spawn(${{JSON.stringify({NODE})}},
  ["-e", ${{JSON.stringify(stubborn)}}], {{ stdio: "inherit" }}); setInterval(() => {{}}, 1000);`;
const child = spawn({NODE}, ["-e", parent]);
const {{ port }} = server.address() as any;
child.stdout.once("data", (text) => console.log(String(text).trim(), port));
"""


class Traces:
    """Everything a kernel holds: its process, its descendants, its ports."""

    def __init__(self, kernel: Kernel) -> None:
        cell = kernel.run_ok(WORK)
        kernel.wait(lambda: "child ready" in cell.stdout, why="the grandchild")
        self.port = int(cell.stdout.split()[-1])
        info = kernel.manager.get_connection_info()
        self.ports = [
            self.port,
            *(info[f"{name}_port"] for name in ("shell", "iopub", "stdin", "control", "hb")),
        ]
        self.processes = [kernel.process, *kernel.process.children(recursive=True)]
        assert len(self.processes) == 3, self.processes

    def assert_gone(self, since: float) -> None:
        _, alive = psutil.wait_procs(
            self.processes, timeout=max(0.1, since + SECONDS - time.monotonic())
        )
        left = [process for process in alive if not is_dead(process)]
        for process in left:
            process.kill()
        assert left == [], f"still there after {SECONDS} s: {left}"
        assert [port for port in self.ports if not is_free(port)] == []


def is_dead(process: psutil.Process) -> bool:
    try:
        return process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def test_shutdown_takes_everything_along(own_kernel: Kernel) -> None:
    traces = Traces(own_kernel)
    with connect(traces.port):
        since = time.monotonic()
        asked = own_kernel.send("control", "shutdown_request", {"restart": False})
        reply = own_kernel.wait(lambda: own_kernel.answer(asked), why="the reply")
        assert reply["content"] == {"status": "ok", "restart": False}
        traces.assert_gone(since)


def test_shutdown_on_the_shell_channel_works_too(own_kernel: Kernel) -> None:
    traces = Traces(own_kernel)
    since = time.monotonic()
    own_kernel.send("shell", "shutdown_request", {"restart": False})
    traces.assert_gone(since)


def test_the_manager_need_not_use_force(own_kernel: Kernel) -> None:
    """jupyter_client asks, waits, then kills; an open server must not make it wait."""
    traces = Traces(own_kernel)
    since = time.monotonic()
    own_kernel.manager.shutdown_kernel(now=False)
    traces.assert_gone(since)


def test_shutdown_while_a_cell_blocks(own_kernel: Kernel) -> None:
    traces = Traces(own_kernel)
    cell = own_kernel.start('console.log("running"); while (true) {}')
    own_kernel.wait(lambda: cell.stdout == "running\n")
    since = time.monotonic()
    own_kernel.send("control", "shutdown_request", {"restart": False})
    traces.assert_gone(since)


def test_shutdown_while_a_cell_waits(own_kernel: Kernel) -> None:
    traces = Traces(own_kernel)
    cell = own_kernel.start('console.log("running"); await new Promise(() => {});')
    own_kernel.wait(lambda: cell.stdout == "running\n")
    since = time.monotonic()
    own_kernel.send("control", "shutdown_request", {"restart": False})
    traces.assert_gone(since)


def test_shutdown_while_a_cell_prints_for_ever_and_nobody_reads(own_kernel: Kernel) -> None:
    traces = Traces(own_kernel)
    cell = own_kernel.start('console.log("running"); for (;;) console.log("x".repeat(99_999));')
    own_kernel.wait(lambda: "running" in cell.stdout[:20])
    since = time.monotonic()
    own_kernel.send("control", "shutdown_request", {"restart": False})
    traces.assert_gone(since)


def test_restart_frees_the_ports_for_the_next_run(own_kernel: Kernel) -> None:
    own_kernel.run_ok("const before = 1;")
    traces = Traces(own_kernel)
    old = list(traces.processes)
    own_kernel.restart()
    assert [process for process in old if not is_dead(process)] == []
    assert own_kernel.run("console.log(before)").status == "error"
    assert own_kernel.run_ok("1").number == 2
    code = f"""import {{ createServer }} from "node:net"; const again = createServer();
    await new Promise<void>((ok, no) =>
      again.once("error", no).listen({traces.port}, "127.0.0.1", ok));"""
    own_kernel.run_ok(code)


# Windows has no such signals.
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"] if sys.platform != "win32" else [])
@pytest.mark.parametrize("blocks", [False, True])
def test_a_polite_signal_ends_it(own_kernel: Kernel, name: str, blocks: bool) -> None:
    traces = Traces(own_kernel)
    if blocks:
        cell = own_kernel.start('console.log("running"); while (true) {}')
        own_kernel.wait(lambda: cell.stdout == "running\n")
    since = time.monotonic()
    os.kill(own_kernel.pid, getattr(signal, name))
    traces.assert_gone(since)


def test_ending_by_force_leaves_no_child(own_kernel: Kernel) -> None:
    traces = Traces(own_kernel)
    since = time.monotonic()
    own_kernel.manager.shutdown_kernel(now=True)
    traces.assert_gone(since)


# A server of notebooks, reduced to what matters here: it starts a kernel and tells what it started.
SERVER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from conversation import Kernel
from test_nothing_left import Traces
import json
kernel = Kernel(Path(sys.argv[2]))
traces = Traces(kernel)
if sys.argv[3] == "blocked":
    cell = kernel.start('console.log("running"); while (true) {}')
    kernel.wait(lambda: cell.stdout == "running\\n")
told = {"pids": [p.pid for p in traces.processes], "ports": traces.ports}
print(json.dumps({**told, "file": kernel.manager.connection_file}), flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize("state", ["idle", "blocked"])
def test_a_killed_server_takes_its_kernels_along(
    jupyter_folders: Path, tmp_path: Path, state: str
) -> None:
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER, str(FOLDER), str(tmp_path / "log"), state],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout is not None
        told = json.loads(server.stdout.readline())
        traces = object.__new__(Traces)
        traces.ports = told["ports"]
        traces.processes = [psutil.Process(pid) for pid in told["pids"]]
    finally:
        since = time.monotonic()
        server.kill()
        server.communicate()
    traces.assert_gone(since)
    assert not Path(told["file"]).exists(), "nobody else is left to remove the connection file"


def test_a_kernel_lives_as_long_as_its_server(start_kernel: Callable[..., Kernel]) -> None:
    """The watch over the server must not end a kernel whose server is well."""
    kernel = start_kernel()
    since = time.monotonic()
    ticks = 0
    while time.monotonic() - since < SECONDS + 1:
        kernel.run_ok("await new Promise((resolve) => setTimeout(resolve, 100));")
        ticks += 1
    assert ticks > 0 and kernel.manager.is_alive()
