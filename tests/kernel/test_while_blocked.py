"""Heartbeat and control answer while a cell blocks the event loop."""

from __future__ import annotations

from typing import Iterator

import pytest
import zmq

from conversation import Kernel


@pytest.fixture
def blocked(own_kernel: Kernel) -> Iterator[Kernel]:
    """A kernel whose only cell never gives the event loop a turn."""
    cell = own_kernel.start('console.log("running"); while (true) {}')
    own_kernel.wait(lambda: cell.stdout == "running\n", why="the cell to run")
    yield own_kernel
    own_kernel.interrupt("message")
    own_kernel.wait(lambda: cell.done, why="the end of the blocked cell")


def test_output_before_the_block_is_seen_at_once(blocked: Kernel) -> None:
    assert blocked.cells[0].stdout == "running\n"
    assert not blocked.cells[0].done


def test_the_heartbeat_answers(blocked: Kernel) -> None:
    info = blocked.manager.get_connection_info()
    with zmq.Context.instance().socket(zmq.REQ) as heart:
        heart.setsockopt(zmq.LINGER, 0)
        heart.setsockopt(zmq.RCVTIMEO, 5_000)
        heart.connect(f"tcp://{info['ip']}:{info['hb_port']}")
        for beat in (b"ping", b"again"):
            heart.send(beat)
            assert heart.recv() == beat


def test_control_answers(blocked: Kernel) -> None:
    reply = blocked.ask("kernel_info_request", channel="control")
    assert reply["msg_type"] == "kernel_info_reply"
    assert reply["content"]["status"] == "ok"
