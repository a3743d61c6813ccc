"""The library in cells: an interrupt ends the cell's own waits, and an error helps."""

from __future__ import annotations

import pytest

from cell import Cell
from conversation import INTERRUPTS, Kernel
from peers import connect, listener, send_datagram, unused_port

IMPORT = 'import { socket, AF_INET, SOCK_STREAM, SOCK_DGRAM } from "socketbook";\n'

LISTEN = IMPORT + (
    "const server = socket(AF_INET, SOCK_STREAM);\n"
    'await server.bind(["127.0.0.1", 0]);\n'
    "await server.listen();\n"
    "console.log(server.getsockname()[1]);"
)
BOUND = IMPORT + (
    "const mailbox = socket(AF_INET, SOCK_DGRAM);\n"
    'await mailbox.bind(["127.0.0.1", 0]);\n'
    "console.log(mailbox.getsockname()[1]);"
)


def port_of(kernel: Kernel, code: str) -> int:
    return int(kernel.run_ok(code).stdout)


def interrupted(kernel: Kernel, how: str, code: str) -> Cell:
    cell = kernel.start('console.log("running");\n' + code)
    kernel.wait(lambda: "running" in cell.stdout or cell.done)
    assert not cell.done, cell.described
    kernel.interrupt(how)
    kernel.wait(lambda: cell.done, why="the end of the interrupted cell")
    assert cell.status == "error"
    return cell


@pytest.mark.parametrize("how", INTERRUPTS)
def test_an_interrupted_accept_swallows_no_connection(kernel: Kernel, how: str) -> None:
    port = port_of(kernel, LISTEN)
    interrupted(kernel, how, "await server.accept();")
    waiting = kernel.start(
        "const [connection] = await server.accept();"
        " console.log((await connection.recv(10)).length);"
        " await connection.close(); await server.close();"
    )
    with connect(port) as client:
        client.sendall(b"hello")
        kernel.wait(lambda: waiting.done, why="the next accept")
    assert waiting.stdout == "5\n", waiting.described


@pytest.mark.parametrize("how", INTERRUPTS)
def test_an_interrupted_recv_swallows_no_bytes(kernel: Kernel, how: str) -> None:
    with listener() as peer:
        kernel.run_ok(
            f"""{IMPORT} const client = socket(AF_INET, SOCK_STREAM);
            await client.connect(["127.0.0.1", {peer.getsockname()[1]}]);"""
        )
        connection, _ = peer.accept()
        with connection:
            interrupted(kernel, how, "await client.recv(10);")
            connection.sendall(b"hello")
            received = kernel.run_ok(
                "console.log((await client.recv(10)).length); await client.close();"
            )
    assert received.stdout == "5\n"


@pytest.mark.parametrize("how", INTERRUPTS)
def test_an_interrupted_recvfrom_swallows_no_datagram(kernel: Kernel, how: str) -> None:
    port = port_of(kernel, BOUND)
    interrupted(kernel, how, "await mailbox.recvfrom(10);")
    send_datagram(port, b"hello")
    received = kernel.run_ok(
        "const [got] = await mailbox.recvfrom(10); console.log(got.length); await mailbox.close();"
    )
    assert received.stdout == "5\n"


@pytest.mark.parametrize("how", INTERRUPTS)
def test_the_waits_of_background_work_of_the_cell_end_too(kernel: Kernel, how: str) -> None:
    """The cell holds an accept in a promise that it does not await itself."""
    port = port_of(kernel, LISTEN)
    cell = interrupted(
        kernel,
        how,
        "const held = server.accept().catch(() => console.log('ended'));\n"
        "await new Promise(() => {});",
    )
    kernel.wait(lambda: "ended" in cell.stdout, why="the end of the held accept")
    waiting = kernel.start(
        "const [next] = await server.accept(); await next.close(); await server.close();"
    )
    with connect(port):
        kernel.wait(lambda: waiting.done)
    assert waiting.status == "ok", waiting.described


@pytest.mark.parametrize("how", INTERRUPTS)
def test_a_server_of_an_earlier_cell_goes_on(kernel: Kernel, how: str) -> None:
    starter = kernel.run_ok(
        LISTEN + "\n(async () => { for await (const [guest] of server) {"
        ' console.log("guest"); await guest.sendall(await guest.recv(100));'
        " await guest.close(); } })();"
    )
    port = int(starter.stdout)
    interrupted(kernel, how, "await socket(AF_INET, SOCK_DGRAM).recvfrom(1);")
    with connect(port) as client:
        client.sendall(b"echo")
        assert client.recv(100) == b"echo"
    kernel.wait(lambda: starter.stdout.endswith("guest\n"), why="the server's line")
    kernel.run_ok("await server.close();")


@pytest.mark.parametrize("how", INTERRUPTS)
def test_for_await_over_a_server_can_be_interrupted(kernel: Kernel, how: str) -> None:
    port = port_of(kernel, LISTEN)
    interrupted(kernel, how, "for await (const [guest] of server) { await guest.close(); }")
    waiting = kernel.start(
        "const [later] = await server.accept(); await later.close(); await server.close();"
    )
    with connect(port):
        kernel.wait(lambda: waiting.done)
    assert waiting.status == "ok", waiting.described


def test_work_of_an_accepted_connection_belongs_to_the_cell_of_its_loop(kernel: Kernel) -> None:
    starter = kernel.run_ok(
        LISTEN + '\n(async () => { for await (const [guest] of server) { console.log("guest");'
        " void serve(guest); } })();\n"
        "async function serve(guest: any) { console.log('bytes', (await guest.recv(9)).length);"
        " await guest.close(); }"
    )
    port = int(starter.stdout)
    other = kernel.run_ok("1;")
    with connect(port) as client:
        client.sendall(b"abc")
        assert client.recv(1) == b""
    kernel.wait(lambda: starter.stdout.endswith("guest\nbytes 3\n"), why="the server's lines")
    assert other.stdout == ""
    kernel.run_ok("await server.close();")


def test_an_error_of_the_library_shows_its_code_and_hint(kernel: Kernel) -> None:
    code = "const refused = socket(AF_INET, SOCK_STREAM);\nawait refused.connect"
    cell = kernel.run(f'{IMPORT}{code}(["127.0.0.1", {unused_port()}]);')
    assert cell.error["ename"] == "SocketError"
    assert "ECONNREFUSED" in cell.error["evalue"]
    assert "await refused.connect" in cell.traceback
    for inside in ("lib/dist", "kernel/dist", "node:internal", "node:net"):
        assert inside not in cell.traceback, cell.traceback
    hint = kernel.run_ok(
        "await refused.connect(['127.0.0.1', 1]).catch((e: any) => console.log(e.hint));"
    ).stdout.strip()
    assert hint and hint in kernel.run("await refused.connect(['127.0.0.1', 1]);").traceback


def test_many_calls_wait_in_one_cell_without_a_warning(kernel: Kernel) -> None:
    cell = kernel.run_ok(
        IMPORT + 'const crowd = Array.from({ length: 30 }, () => socket(AF_INET, SOCK_DGRAM));\n'
        'for (const each of crowd) await each.bind(["127.0.0.1", 0]);\n'
        "const waits = crowd.map((each) => each.recvfrom(9).catch((error: any) => error.code));\n"
        "for (const each of crowd) await each.close();\n"
        "console.log((await Promise.all(waits)).join());"
    )
    assert cell.stdout == ",".join(["EBADF"] * 30) + "\n"
    assert cell.stderr == ""
