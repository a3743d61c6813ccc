"""One kernel that runs the cells of a notebook, and keeps each cell's outputs in Jupyter's form."""

from __future__ import annotations

import queue
import time
from pathlib import Path
from typing import Any

from jupyter_client.manager import KernelManager

Message = dict[str, Any]
Output = dict[str, Any]


class CellFailed(Exception):
    """The reply to a cell says that it failed or was not run; the outputs tell why."""

    def __init__(self, status: str, outputs: list[Output]) -> None:
        super().__init__(f"the reply says {status}{_text(outputs)}")
        self.outputs = outputs


class Hanging(Exception):
    """A cell or the kernel itself did not answer in time."""


class Kernel:
    """A clean kernel in `folder`; what it writes besides messages goes to `log`."""

    def __init__(self, name: str, folder: Path, log: Path) -> None:
        self.outputs: dict[str, list[Output]] = {}
        self.displays: dict[str, list[Output]] = {}
        self.idle: set[str] = set()
        self.written = log.open("ab")
        try:
            self._start(name, folder)
        except Hanging:
            # Jupyter looks for free ports first, and the kernel takes them later: now and then
            # another program was quicker. A front end then starts the kernel anew, and so do we.
            self._stop()
            self._start(name, folder)

    def _start(self, name: str, folder: Path) -> None:
        self.manager = KernelManager(kernel_name=name)
        self.manager.start_kernel(cwd=str(folder), stdout=self.written, stderr=self.written)
        self.client = self.manager.client()
        self.client.start_channels(hb=False)
        self._wait_until_heard(time.monotonic() + 60)

    def _wait_until_heard(self, deadline: float) -> None:
        """The iopub socket may join late: ask until an answer comes through it."""
        while time.monotonic() < deadline:
            asked = self.client.kernel_info()
            try:
                self._until_idle(asked, time.monotonic() + 1)
                return
            except Hanging:
                if not self.manager.is_alive():
                    break
        raise Hanging("the kernel never answered")

    def run(self, source: str, cell_id: str, seconds: float) -> list[Output]:
        """Runs one cell. The list of outputs it returns may still grow, by work in the background."""
        content = {
            "code": source,
            "silent": False,
            "store_history": True,
            "user_expressions": {},
            "allow_stdin": False,
            "stop_on_error": True,
        }
        message = self.client.session.msg("execute_request", content, metadata={"cellId": cell_id})
        asked = str(message["header"]["msg_id"])
        outputs = self.outputs.setdefault(asked, [])
        self.client.shell_channel.send(message)
        deadline = time.monotonic() + seconds
        status = self._reply(asked, deadline)["content"]["status"]
        self._until_idle(asked, deadline)
        if status != "ok":
            raise CellFailed(str(status), outputs)
        return outputs

    def catch_up(self) -> None:
        """Takes in what earlier cells still had to say, failures that nobody caught too."""
        self.run("await new Promise((done) => setImmediate(done));", "catch-up", 30)

    def _reply(self, asked: str, deadline: float) -> Message:
        while True:
            try:
                message = self.client.get_shell_msg(timeout=max(0, deadline - time.monotonic()))
            except queue.Empty:
                raise Hanging("it did not end in time") from None
            if message["parent_header"].get("msg_id") == asked:
                return message

    def _until_idle(self, asked: str, deadline: float) -> None:
        while asked not in self.idle:
            try:
                message = self.client.get_iopub_msg(timeout=max(0, deadline - time.monotonic()))
            except queue.Empty:
                raise Hanging("the kernel did not become idle in time") from None
            self._take(message)

    def _take(self, message: Message) -> None:
        kind, content = message["msg_type"], message["content"]
        parent = message["parent_header"].get("msg_id", "")
        outputs = self.outputs.get(parent)
        if kind == "status" and content["execution_state"] == "idle":
            self.idle.add(parent)
        elif kind == "update_display_data":
            self._replace(content)
        elif outputs is None:
            return
        elif kind == "stream":
            if outputs and outputs[-1].get("name") == content["name"]:
                outputs[-1]["text"] += content["text"]
            else:
                outputs.append({"name": content["name"], "output_type": kind, "text": content["text"]})
        elif kind in ("display_data", "execute_result"):
            outputs.append({"data": content["data"], "metadata": {}, "output_type": kind})
            named = content.get("transient", {}).get("display_id")
            if named is not None:
                self.displays.setdefault(named, []).append(outputs[-1])
        elif kind == "error":
            outputs.append({**content, "output_type": kind})

    def _replace(self, content: Message) -> None:
        """A display that changes in place, also under a cell that ended long ago."""
        for output in self.displays.get(content["transient"]["display_id"], []):
            output["data"] = content["data"]

    def close(self) -> None:
        self._stop()
        self.written.close()

    def _stop(self) -> None:
        self.client.stop_channels()
        if self.manager.has_kernel:
            self.manager.shutdown_kernel(now=True)
        self.manager.cleanup_resources()


def _text(outputs: list[Output]) -> str:
    """What a failed cell showed, for the person who has to mend it."""
    shown = [output.get("text") or output.get("evalue") or "" for output in outputs]
    return "".join(f"\n{text}" for text in shown)
