"""What a kernel may leave behind: processes, files in the runtime folder, ports."""

from __future__ import annotations

import os
import socket
import time
from pathlib import Path

import psutil

from front_end import MARK, Found, FrontEnd
from peers import HOST


def patience() -> float:
    """What ends takes much less time than a cell may take, in seconds; the machine may be busy."""
    return FrontEnd.patience / 4


def processes(mark: str) -> list[psutil.Process]:
    """Those that live and were started under the mark: a kernel hands its environment on."""
    return [process for process in psutil.process_iter() if _carries(process, mark)]


def _carries(process: psutil.Process, mark: str) -> bool:
    try:
        if process.pid == os.getpid() or process.status() == psutil.STATUS_ZOMBIE:
            return False
        return process.environ().get(MARK) == mark
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return False


def must_be_gone(mark: str) -> None:
    """A process that has been asked to end is given the time to do so."""
    deadline = time.monotonic() + patience()
    while left := processes(mark):
        if time.monotonic() > deadline:
            told = [f"{process.pid} {' '.join(process.cmdline())}" for process in left]
            for process in left:
                process.kill()
            raise Found(f"processes are left: {told}")
        time.sleep(0.05)


def port_must_be_free(port: int, when: str) -> None:
    """The system closes what a process held a moment after nothing else is seen of it."""
    deadline = time.monotonic() + patience()
    while not _can_listen(port):
        if time.monotonic() > deadline:
            raise Found(f"port {port} is held {when}")
        time.sleep(0.05)


def _can_listen(port: int) -> bool:
    with socket.socket() as anybody:
        anybody.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            anybody.bind((HOST, port))
            anybody.listen()
        except OSError:
            return False
        return True


def no_file_may_be_left(runtime: Path) -> None:
    left = [path.name for path in runtime.iterdir()] if runtime.exists() else []
    if left:
        raise Found(f"files are left in the runtime folder: {left}")
