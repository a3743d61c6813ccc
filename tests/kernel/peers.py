"""Peers that are not ours: plain Python sockets on the other side of what a cell opened."""

from __future__ import annotations

import socket
from contextlib import contextmanager
from typing import Iterator

HOST = "127.0.0.1"
SECONDS = 20.0


def connect(port: int) -> socket.socket:
    """A connected TCP socket; close it with `with`."""
    return socket.create_connection((HOST, port), timeout=SECONDS)


def exchange(port: int, message: bytes) -> bytes:
    """Sends one message and returns everything until the other side has finished."""
    with connect(port) as client:
        client.sendall(message)
        client.shutdown(socket.SHUT_WR)
        chunks = iter(lambda: client.recv(4096), b"")
        return b"".join(chunks)


def send_datagram(port: int, message: bytes) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.sendto(message, (HOST, port))


@contextmanager
def listener() -> Iterator[socket.socket]:
    """A listening TCP socket on a free port."""
    with socket.create_server((HOST, 0)) as server:
        server.settimeout(SECONDS)
        yield server


def unused_port() -> int:
    """A port that was free a moment ago, for a connection that must be refused."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def is_free(port: int) -> bool:
    """Whether nobody listens on the TCP port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True
