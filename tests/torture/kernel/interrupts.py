"""An interrupt every 50 ms: cells end well or as interrupted, and what goes on in the background goes on."""

from __future__ import annotations

import time
from collections import Counter
from typing import Any, Callable

import psutil

from front_end import Found, FrontEnd
from peers import connect
from storm import ECHO, KINDS, SETUP, TAKERS, TALK, StormCell, code_of
from trial import Trial

EVERY = 0.05


class Storm:
    """Takes messages as a front end does, and interrupts whenever it is time to."""

    def __init__(self, front: FrontEnd) -> None:
        self.front = front
        self.sent = 0
        self.next = time.monotonic()

    def until(self, met: Callable[[], Any], why: str) -> None:
        deadline = time.monotonic() + self.front.patience
        while not met():
            self.front.take(0.01, most=50)
            now = time.monotonic()
            if now >= self.next:
                self.front.must_live()
                self.front.interrupt(by_signal=self.sent % 2 == 0)
                self.sent += 1
                self.next = now + EVERY
            if now > deadline:
                raise Found(f"waited {self.front.patience:.0f} s for {why}, under interrupts")


def run(trial: Trial) -> str:
    random = trial.random
    with trial.kernel() as front:
        front.run_ok('console.log("warm")')
        before = listening(front)
        port = int(front.run_ok(SETUP).text())
        echo = front.run_ok(ECHO)
        echo_port = int(echo.text())
        with connect(port) as peer:
            front.run_ok(TALK)
            storm = Storm(front)
            cells: list[StormCell] = []
            served: list[str] = []
            told = 0
            end = time.monotonic() + trial.size
            while time.monotonic() < end:
                number = len(cells) + 1
                # First those that a bad kernel would take something from for good.
                kind = random.choice(list(KINDS)) if number > 2 else TAKERS[number - 1]
                cells.append(StormCell(number, kind, front.start(code_of(number, kind))))
                if random.random() < 0.3:
                    peer.sendall(b"%d;" % told)
                    told += 1
                storm.until(lambda: cells[-1].ran.done, f"the end of a cell that {kind}")
                cells[-1].check()
                if random.random() < 0.2:
                    served.append(exchange(echo_port, f"guest{number}", storm))
                idle = time.monotonic() + random.choice((0, 0, 0.03, 0.1))
                storm.until(lambda i=idle: time.monotonic() >= i, "nothing")
                if number % 20 == 0:
                    trial.progress(f"cell {number}, {storm.sent} interrupts")
            front.settle()
            check_calm(front, peer, port, told)
        front.wait(lambda: echo.text().count("\n") > len(served), "the output of the server")
        if echo.text() != "".join(f"{line}\n" for line in [echo_port, *served]):
            raise Found(f"the server in the background printed {echo.text()!r}, and not {served}")
        for cell in cells:
            cell.check()
        front.run_ok("await closeAll();")
        if listening(front) != before:
            raise Found(f"after closeAll() these listen: {listening(front) - before}")
    ends = Counter("interrupted" if cell.ran.error[:11] == "Interrupted" else "ok" for cell in cells)
    if not ends["interrupted"]:
        raise Found("no interrupt ended any cell")
    return (
        f"{storm.sent} interrupts in {trial.size:.0f} s; {len(cells)} cells: {dict(ends)};"
        f" {len(served)} guests served meanwhile"
    )


def exchange(port: int, word: str, storm: Storm) -> str:
    """A guest of the server in the background."""
    with connect(port) as guest:
        guest.sendall(word.encode())
        guest.setblocking(False)
        got: list[bytes] = []

        def answered() -> bool:
            try:
                got.append(guest.recv(100))
            except BlockingIOError:
                return False
            return got[-1] == b""

        storm.until(answered, f"the answer to {word}")
    if b"".join(got).decode() != word:
        raise Found(f"the server in the background answered {got} to {word}")
    return f"served {word}"


def check_calm(front: FrontEnd, peer: Any, port: int, told: int) -> None:
    """Afterwards all is as if nobody had interrupted: no byte and no connection was swallowed."""
    expected = "".join(f"{n};" for n in range(told)) + "end"
    peer.sendall(b"end")
    code = 'while (!got.endsWith("end")) got += decode(await talk.recv(1000));\ngot;'
    got = front.run_ok(code).shown[0].strip("'")
    if got != expected:
        raise Found(f"the interrupted calls of recv got {got!r} of {expected!r}")
    with connect(port):
        front.run_ok("const [last] = await server.accept();\nawait last.close();")
    if front.run_ok("console.log(1 + 1)").text() != "2\n":
        raise Found("an ordinary cell prints something else afterwards")


def listening(front: FrontEnd) -> set[Any]:
    connections = psutil.Process(front.pid).net_connections(kind="inet")
    return {one.laddr for one in connections if one.status in (psutil.CONN_LISTEN, psutil.CONN_NONE)}
