"""One kernel process and one front end that speaks to it by the Jupyter protocol."""

from __future__ import annotations

import os
import signal
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any, Callable, Optional, TypeVar

import psutil
import zmq
from jupyter_client.manager import KernelManager
from jupyter_kernel_test.msgspec_v5 import schema_fragments, validate_message

from cell import Cell, Message
from kernels import FOLDER, OURS, lost_its_ports

T = TypeVar("T")

# A condition ends a wait; the deadline only bounds a failure, also on a slow machine.
DEADLINE = 20.0
# The schema of input_request holds a yes or no to be a number, and there is none for "aborted".
CHECKED = schema_fragments.keys() - {"input_request"}
# Windows has no signal that a program could be interrupted with.
INTERRUPTS = ["message"] if sys.platform == "win32" else ["signal", "message"]
# A cell that declares `ask`, which waits for what the person types in.
ASK = 'const ask = (globalThis as any)[Symbol.for("socketbook.notebook")].input;'
CHANNELS = ("shell", "control", "iopub", "stdin")


class Kernel:
    """Starts a kernel, keeps every message it sends, and checks each against the protocol."""

    def __init__(self, log: Path, name: str = OURS, **options: Any) -> None:
        self.log = log
        self.messages: list[Message] = []
        self.cells: list[Cell] = []
        # Open until the end: a restarted kernel writes to the same file.
        self.written = log.open("ab")
        try:
            self._start(name, options)
        except AssertionError:
            if self.manager.is_alive() or not lost_its_ports(log):
                raise
            self.client.stop_channels()
            self.manager.cleanup_resources()
            self._start(name, options)

    def _start(self, name: str, options: dict[str, Any]) -> None:
        self.manager = KernelManager(kernel_name=name, **options)
        self.manager.start_kernel(cwd=str(FOLDER), stdout=self.written, stderr=self.written)
        self._connect()

    def _connect(self) -> None:
        self.client = self.manager.client()
        self.client.start_channels(hb=False)
        self.sockets = {name: getattr(self.client, f"{name}_channel").socket for name in CHANNELS}
        self.poller = zmq.Poller()
        for socket in self.sockets.values():
            self.poller.register(socket, zmq.POLLIN)
        self._wait_until_heard()

    def _wait_until_heard(self) -> None:
        """The iopub socket may join late: ask until an answer comes through it."""
        deadline = time.monotonic() + DEADLINE
        while time.monotonic() < deadline:
            asked = self.send("shell", "kernel_info_request")
            try:
                self.wait(partial(self.settled, asked), 0.3, "an answer")
                return
            except AssertionError:
                self._fail_when_dead()
        raise AssertionError(f"the kernel never answered; it wrote:\n{self.log.read_text()}")

    def _fail_when_dead(self) -> None:
        if not self.manager.is_alive():
            raise AssertionError(f"the kernel ended; it wrote:\n{self.log.read_text()}")

    @property
    def pid(self) -> int:
        return int(self.manager.provisioner.pid)  # type: ignore[union-attr]

    @property
    def process(self) -> psutil.Process:
        return psutil.Process(self.pid)

    # Sending

    def send(
        self,
        channel: str,
        kind: str,
        content: Optional[dict[str, Any]] = None,
        metadata: Optional[dict[str, Any]] = None,
    ) -> str:
        """Sends one request and returns its message id."""
        message = self.client.session.msg(kind, content or {}, metadata=metadata)
        getattr(self.client, f"{channel}_channel").send(message)
        return str(message["header"]["msg_id"])

    def start(self, code: str, cell_id: Optional[str] = None, **options: Any) -> Cell:
        """Sends a cell and does not wait for it."""
        metadata = None if cell_id is None else {"cellId": cell_id}
        content = {
            "code": code,
            "silent": False,
            "store_history": True,
            "user_expressions": {},
            "allow_stdin": True,
            "stop_on_error": True,
            **options,
        }
        cell = Cell(self.send("shell", "execute_request", content, metadata), self.messages)
        self.cells.append(cell)
        return cell

    def run(self, code: str, **options: Any) -> Cell:
        """Runs a cell to its end, whatever the end is."""
        cell = self.start(code, **options)
        self.wait(lambda: cell.done, why=f"the end of the cell {code!r}")
        return cell

    def run_ok(self, code: str, **options: Any) -> Cell:
        """Runs a cell that must succeed."""
        cell = self.run(code, **options)
        assert cell.status == "ok", f"{code}\n{cell.described}"
        return cell

    def ask(
        self, kind: str, content: Optional[dict[str, Any]] = None, channel: str = "shell"
    ) -> Message:
        """Sends a request and returns its reply, once the kernel is idle again."""
        asked = self.send(channel, kind, content)
        self.wait(lambda: self.settled(asked), why=f"the reply to {kind}")
        return self.answer(asked)  # type: ignore[return-value]

    def type_in(self, text: str) -> None:
        """Answers the prompt that the kernel shows."""
        self.client.input(text)

    def interrupt(self, how: str) -> None:
        if how == "signal":
            os.kill(self.pid, signal.SIGINT)
        else:
            asked = self.send("control", "interrupt_request")
            self.wait(lambda: self.answer(asked), why="the reply to interrupt_request")

    # Receiving

    def answer(self, asked: str) -> Optional[Message]:
        """The reply to a request, as soon as it is there."""
        found = [m for m in self._children(asked) if m["channel"] in ("shell", "control")]
        return found[0] if found else None

    def settled(self, asked: str) -> bool:
        return self.answer(asked) is not None and self.idle(asked)

    def idle(self, asked: str) -> bool:
        states = [
            m["content"]["execution_state"]
            for m in self._children(asked)
            if m["msg_type"] == "status"
        ]
        return states[-1:] == ["idle"]

    def _children(self, asked: str) -> list[Message]:
        return [m for m in self.messages if m["parent_header"].get("msg_id") == asked]

    def prompts(self) -> list[Message]:
        """Every input_request so far, in order."""
        return [m for m in self.messages if m["msg_type"] == "input_request"]

    def wait(
        self, condition: Callable[[], T], seconds: float = DEADLINE, why: str = "a message"
    ) -> T:
        """Reads messages until the condition holds; fails with what came when it never does."""
        deadline = time.monotonic() + seconds
        while True:
            self._read(0)
            met = condition()
            if met:
                return met
            left = deadline - time.monotonic()
            if left <= 0:
                came = "\n".join(cell.described for cell in self.cells[-3:])
                raise AssertionError(f"waited {seconds} s for {why}\n{came}")
            # Conditions may also look at sockets or processes, so look again soon.
            self._read(min(left, 0.05))

    def _read(self, seconds: float) -> None:
        for socket, _ in self.poller.poll(int(seconds * 1000)):
            channel = next(name for name in CHANNELS if self.sockets[name] is socket)
            # So many at a time: a kernel that prints for ever may be quicker than this reads.
            for _ in range(50):
                try:
                    parts = socket.recv_multipart(zmq.NOBLOCK)
                except zmq.Again:
                    break
                self._keep(channel, parts)

    def _keep(self, channel: str, parts: list[bytes]) -> None:
        _, frames = self.client.session.feed_identities(parts)
        message = self.client.session.deserialize(frames)
        if message["msg_type"] in CHECKED and message["content"].get("status") != "aborted":
            validate_message(message)
        self.messages.append({**message, "channel": channel})

    # Ending

    def restart(self) -> None:
        self.client.stop_channels()
        self.manager.restart_kernel()
        self.messages.clear()
        self.cells.clear()
        self._connect()

    def close(self) -> None:
        self.client.stop_channels()
        if self.manager.has_kernel:
            self.manager.shutdown_kernel(now=True)
        self.manager.cleanup_resources()
        self.written.close()
