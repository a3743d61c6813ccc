"""The server of notebooks is killed: its kernels end by themselves, whatever they are doing."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

from front_end import Found, FrontEnd
from nothing_left import must_be_gone, no_file_may_be_left, port_must_be_free
from restart import BUSY, CONVERSATION, SERVER, Peer, must_end
from trial import Trial


def run(trial: Trial) -> str:
    times: list[str] = []
    for turn in range(int(trial.size)):
        state = list(BUSY)[(trial.seed + turn) % len(BUSY)]
        times.append(f"while it {state}: {orphaned(trial, state):.1f} s")
        trial.progress(times[-1])
    no_file_may_be_left(trial.runtime)
    return f"{len(times)} deaths; all was gone {', '.join(times[-len(BUSY):])}"


def orphaned(trial: Trial, state: str) -> float:
    """Lets a process start a kernel, kills it, and waits until all that it started is gone."""
    command = [sys.executable, __file__, str(trial.log()), trial.fault, state]
    server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None and server.stdin is not None
        told = server.stdout.readline()
        if not told.startswith("{"):
            raise Found(f"the kernel did not start: {told}")
        mark, port = (json.loads(told)[name] for name in ("mark", "port"))
        peer = Peer(port)
        server.stdin.write("go\n")
        server.stdin.flush()
        server.stdout.readline()
    finally:
        server.kill()
        server.communicate()
    since = time.monotonic()
    must_be_gone(mark)
    took = time.monotonic() - since
    must_end(peer, since, "the death of its server")
    port_must_be_free(port, "after the death of the kernel's server")
    return took


def serve(log: Path, fault: str, state: str) -> None:
    """The server of notebooks, as far as this needs one. It never reads what comes later."""
    front = FrontEnd(log, fault)
    port = int(front.run_ok(SERVER.replace("PORT", "0")).text())
    front.run_ok(CONVERSATION)
    print(json.dumps({"mark": front.mark, "port": port}), flush=True)
    sys.stdin.readline()
    if BUSY[state]:
        busy = front.start(f'console.log("busy");\n{BUSY[state]}')
        front.wait(lambda: "busy" in busy.text(), "the busy cell")
    print("busy", flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    serve(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
