"""A front end with one kernel: it keeps what each cell put out, and complains of what is nobody's."""

from __future__ import annotations

import os
import signal
import sys
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Callable, Optional

import psutil
import zmq
from jupyter_client.manager import KernelManager

REPOSITORY = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(REPOSITORY / "tests" / "kernel"))

from kernels import FOLDER, OURS, lost_its_ports  # noqa: E402

BAD_KERNEL = Path(__file__).resolve().parents[1] / "samples" / "bad-kernel.mjs"
MARK = "SOCKETBOOK_TORTURE"
CHANNELS = ("shell", "control", "iopub")


class Found(Exception):
    """What is wrong with the kernel."""


@dataclass
class Ran:
    """One request to run a cell, and what came for it, in order of arrival."""

    code: str
    texts: list[tuple[str, str]] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    error: str = ""
    status: str = ""
    number: int = 0
    idle: bool = False
    size: int = 0

    @property
    def done(self) -> bool:
        return self.idle and self.status != ""

    def text(self, stream: str = "stdout") -> str:
        return "".join(text for name, text in self.texts if name == stream)


class FrontEnd:
    """Starts a kernel; `fault` starts one of the bad samples instead."""

    # A condition ends a wait; this only bounds a failure, also on a slow machine.
    patience = 60.0

    def __init__(self, log: Path, fault: str = "", queue: int = 1000) -> None:
        self.mark = uuid.uuid4().hex
        self.ran: dict[str, Ran] = {}
        self.asked: set[str] = set()
        self.took = 0
        self.written = log.open("ab")
        self.log = log
        context = zmq.Context()
        context.setsockopt(zmq.RCVHWM, queue)
        self.environment = {**os.environ, MARK: self.mark, "SOCKETBOOK_FAULT": fault}
        try:
            self.first_start(context, fault)
        except Found:
            if self.manager.is_alive() or not lost_its_ports(log):
                raise
            self.client.stop_channels()
            self.manager.cleanup_resources()
            self.first_start(context, fault)

    def first_start(self, context: zmq.Context[Any], fault: str) -> None:
        self.manager = KernelManager(kernel_name=OURS, context=context)
        if fault:
            self.manager.kernel_spec.argv[1:1] = ["--import", BAD_KERNEL.as_uri()]
        self.manager.start_kernel(
            cwd=str(FOLDER), stdout=self.written, stderr=self.written, env=self.environment
        )
        self.connect()

    def connect(self) -> None:
        """The iopub socket may join late: asks until an answer comes through it."""
        self.client = self.manager.client()
        self.client.start_channels(hb=False)
        self.sockets = {getattr(self.client, f"{name}_channel").socket: name for name in CHANNELS}
        self.poller = zmq.Poller()
        for socket in self.sockets:
            self.poller.register(socket, zmq.POLLIN)
        self.heard: set[str] = set()
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            asked = self.client.kernel_info()
            limit = time.monotonic() + 0.5
            while asked not in self.heard and time.monotonic() < limit:
                self.take(0.1)
            if asked in self.heard:
                return
            self.must_live()
        raise Found("the kernel never answered")

    @property
    def pid(self) -> int:
        return int(self.manager.provisioner.pid)  # type: ignore[union-attr]

    def must_live(self) -> None:
        if not self.manager.is_alive():
            raise Found(f"the kernel is dead; it wrote: {self.log.read_text()[-2000:]}")

    def memory(self) -> float:
        """In megabytes."""
        return psutil.Process(self.pid).memory_info().rss / 2**20

    def cpu(self) -> float:
        times = psutil.Process(self.pid).cpu_times()
        return times.user + times.system

    def start(self, code: str) -> Ran:
        """Sends a cell and does not wait for it."""
        ran = Ran(code)
        content = {"code": code, "silent": False, "store_history": True, "allow_stdin": False}
        message = self.client.session.msg("execute_request", content)
        self.ran[message["header"]["msg_id"]] = ran
        self.client.shell_channel.send(message)
        return ran

    def run(self, code: str) -> Ran:
        """Runs a cell to its end, whatever the end is."""
        ran = self.start(code)
        self.wait(lambda: ran.done, f"the end of the cell {code[:200]!r}")
        return ran

    def run_ok(self, code: str) -> Ran:
        ran = self.run(code)
        if ran.status != "ok":
            raise Found(f"a good cell ended as {ran.status}, {ran.error}: {code[:200]!r}")
        return ran

    def interrupt(self, by_signal: bool) -> None:
        if by_signal and sys.platform != "win32":
            os.kill(self.pid, signal.SIGINT)
        else:
            request = self.client.session.msg("interrupt_request")
            self.asked.add(request["header"]["msg_id"])
            self.client.control_channel.send(request)

    def settle(self) -> None:
        """Every interrupt has arrived: one by message is answered, one by signal was there before this cell."""
        self.wait(lambda: not self.asked, "the answers to interrupts")
        self.run("await new Promise((done) => setTimeout(done, 100));")

    def wait(self, met: Callable[[], Any], why: str) -> None:
        """Takes messages until the condition is met. As long as some come, it waits."""
        deadline = time.monotonic() + self.patience
        while not met():
            if self.take(0.1):
                deadline = time.monotonic() + self.patience
                continue
            self.must_live()
            if time.monotonic() > deadline:
                raise Found(f"waited {self.patience:.0f} s for {why}")

    def take(self, seconds: float, most: int = 1000) -> int:
        """Reads the messages that are there, or that come within the time; returns how many."""
        taken = 0
        for socket, _ in self.poller.poll(int(seconds * 1000)):
            while taken < most:
                try:
                    parts = socket.recv_multipart(zmq.NOBLOCK)
                except zmq.Again:
                    break
                taken += 1
                self._keep(self.sockets[socket], parts)
        self.took += taken
        return taken

    def _keep(self, channel: str, parts: list[bytes]) -> None:
        _, frames = self.client.session.feed_identities(parts)
        message = self.client.session.deserialize(frames)
        kind, content = message["msg_type"], message["content"]
        parent = message["parent_header"]
        ran: Optional[Ran] = self.ran.get(parent.get("msg_id", ""))
        if ran is None:
            if kind == "interrupt_reply":
                self.asked.discard(parent.get("msg_id", ""))
            elif kind == "status" and content["execution_state"] == "idle":
                self.heard.add(parent.get("msg_id", ""))
            elif kind in ("stream", "error", "execute_result", "display_data"):
                raise Found(f"{kind} under no cell: {str(content)[:200]}")
        elif channel == "shell":
            if ran.status:
                raise Found(f"two replies to the cell {ran.code[:200]!r}")
            ran.status, ran.number = content["status"], content["execution_count"]
        elif kind == "stream":
            ran.texts.append((content["name"], content["text"]))
            ran.size += len(content["text"])
        elif kind in ("execute_result", "display_data"):
            ran.shown.append(content["data"].get("text/html", content["data"].get("text/plain")))
        elif kind == "error":
            ran.error = f"{content['ename']}: {content['evalue']}"
        elif kind == "status":
            ran.idle = content["execution_state"] == "idle"

    def restart(self) -> None:
        self.client.stop_channels()
        self.manager.restart_kernel()
        self.ran.clear()
        self.connect()

    def close(self) -> None:
        """Ends it as a front end does. Nothing of it may be left then."""
        self.client.stop_channels()
        if self.manager.has_kernel:
            self.manager.shutdown_kernel(now=False)
        self.manager.cleanup_resources()
        self.written.close()
