"""A restart in mid-conversation: the peer hears of it, the port is free, the new kernel works."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from typing import Callable

from front_end import Found, FrontEnd
from nothing_left import must_be_gone, patience, port_must_be_free, processes
from peers import connect
from trial import Trial

SERVER = (
    'import { AF_INET, SOCK_STREAM, socket } from "socketbook";\n'
    "const server = socket(AF_INET, SOCK_STREAM);\n"
    'await server.bind(["127.0.0.1", PORT]);\nawait server.listen();\n'
    "console.log(server.getsockname()[1]);"
)
# In the background, so that the kernel can be busy with something else meanwhile.
CONVERSATION = (
    "async function converse() {\n  const [guest] = await server.accept();\n"
    "  for (let word = await guest.recv(100); word.length > 0; word = await guest.recv(100))\n"
    "    await guest.sendall(word);\n}\nconst conversation = converse();"
)
BUSY = {
    "is idle": "",
    "waits": "await conversation;",
    "loops": "while (true) {}",
    "prints for ever": 'for (;;) console.log("and on");',
}


def restart(front: FrontEnd) -> None:
    front.manager.restart_kernel()


def restart_now(front: FrontEnd) -> None:
    front.manager.restart_kernel(now=True)


def kill(front: FrontEnd) -> None:
    """As the system does when memory runs out; a front end then starts the kernel anew."""
    os.kill(front.pid, signal.SIGKILL if sys.platform != "win32" else signal.SIGTERM)
    front.manager.restart_kernel(now=True)


WAYS: dict[str, Callable[[FrontEnd], None]] = {
    "kill": kill, "restart": restart, "restart at once": restart_now,
}  # fmt: skip


class Peer(threading.Thread):
    """A client in conversation with the kernel; notes when the other side ends."""

    def __init__(self, port: int) -> None:
        super().__init__(daemon=True)
        self.socket = connect(port)
        self.socket.sendall(b"hello")
        if self.socket.recv(100) != b"hello":
            raise Found("the server in the kernel does not answer")
        self.socket.settimeout(None)  # who waits for this thread bounds it
        self.ended: float | None = None
        self.start()

    def run(self) -> None:
        try:
            if self.socket.recv(100) == b"":
                self.ended = time.monotonic()
        except ConnectionResetError:
            self.ended = time.monotonic()


def run(trial: Trial) -> str:
    told: list[str] = []
    port = 0
    with trial.kernel() as front:
        for turn in range(int(trial.size)):
            # Three ways and four states: by and by each way meets each state.
            way, work = list(WAYS.items())[turn % len(WAYS)]
            state, code = list(BUSY.items())[turn % len(BUSY)]
            port = converse(front, port)
            peer = Peer(port)
            if code:
                busy = front.start(f'console.log("busy");\n{code}')
                front.wait(lambda b=busy: "busy" in b.text(), "the busy cell")
            seconds = end_of(peer, front, work)
            told.append(f"{way} while it {state}: {seconds:.1f} s")
            trial.progress(told[-1])
            check_rest(front, port)
        converse(front, port)
        mark, last = front.mark, Peer(port)
        since = time.monotonic()
    must_be_gone(mark)
    must_end(last, since, "the end")
    port_must_be_free(port, "after the end")
    return f"{len(told)} restarts; the peer heard of it after: {', '.join(told[-12:])}"


def converse(front: FrontEnd, port: int) -> int:
    """Starts the server, from the second time on the port of before."""
    found = front.run_ok(SERVER.replace("PORT", str(port))).text()
    front.run_ok(CONVERSATION)
    return int(found)


def end_of(peer: Peer, front: FrontEnd, work: Callable[[FrontEnd], None]) -> float:
    front.client.stop_channels()
    old = processes(front.mark)
    since = time.monotonic()
    work(front)
    seconds = must_end(peer, since, work.__name__)
    left = [process for process in old if process.is_running()]
    if left:
        raise Found(f"after a restart these are left of the kernel before: {left}")
    return seconds


def must_end(peer: Peer, since: float, why: str) -> float:
    peer.join(patience())
    if peer.ended is None:
        raise Found(f"{patience():.0f} s after {why} the peer has heard nothing of it")
    peer.socket.close()
    return peer.ended - since


def check_rest(front: FrontEnd, port: int) -> None:
    """The port is free for anybody, and the new kernel is a new one, alone."""
    port_must_be_free(port, "after the restart")
    front.ran.clear()
    front.connect()
    if front.run("console.log(server)").status != "error":
        raise Found("the new kernel knows a variable of the one before")
    if len(processes(front.mark)) != 1:
        raise Found(f"after a restart there are {processes(front.mark)}")
