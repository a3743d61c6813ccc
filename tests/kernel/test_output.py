"""Output lands in the cell that started the work, however late it comes."""

from __future__ import annotations

import json

import pytest

from conversation import Kernel
from kernels import node
from peers import connect, exchange, send_datagram

# A cell starts work that prints "late" once `go` is set free by a later cell.
GATE = "let go = () => {}; const gate = new Promise<void>((resolve) => { go = resolve; });"
# The quotes of a shell differ between systems, so programs are files of their own or Node itself.
NODE = json.dumps(node())

LATE = {
    "a promise": 'gate.then(() => console.log("late"));',
    "an async function": 'async function later() { await gate; console.log("late"); } later();',
    "a timer": """const t = setInterval(() => {
        if (open) { clearInterval(t); console.log("late"); } }, 1);""",
    "an immediate": """const again = (): unknown =>
        open ? console.log("late") : setImmediate(again); again();""",
    "a microtask after a timer": """const turn = (): unknown => setTimeout(() => open
        ? queueMicrotask(() => console.log("late")) : turn(), 1); turn();""",
    "a next tick": 'gate.then(() => process.nextTick(() => console.log("late")));',
    "process.stdout": 'gate.then(() => process.stdout.write(Buffer.from("late\\n")));',
    "a pipe": """import { Readable } from "node:stream";
        gate.then(() => Readable.from(["late\\n"]).pipe(process.stdout, { end: false }));""",
    "a file that was read": """import { readFile } from "node:fs";
        gate.then(() => readFile("conftest.py", () => console.log("late")));""",
    "an event": """import { EventEmitter, once } from "node:events";
        const bell = new EventEmitter(); once(bell, "ring").then(() => console.log("late"));
        gate.then(() => bell.emit("ring"));""",
    "a child's output": f"""import {{ spawn }} from "node:child_process";
        gate.then(() => spawn({NODE}, ["-p", "'late'"]).stdout.on("data",
          (text) => process.stdout.write(text)));""",
    "a child's pipe": f"""import {{ spawn }} from "node:child_process";
        gate.then(() => spawn({NODE}, ["-p", "'late'"]).stdout.pipe(process.stdout,
          {{ end: false }}));""",
    "a callback of exec": f"""import {{ execFile }} from "node:child_process";
        gate.then(() => execFile({NODE}, ["-p", "'late'"],
          (_, text) => process.stdout.write(text)));""",
    "a child that inherits": f"""import {{ spawn }} from "node:child_process";
        gate.then(() => spawn({NODE}, ["-p", "'late'"], {{ stdio: "inherit" }}));""",
    "a worker thread": """import { Worker } from "node:worker_threads";
        gate.then(() => new Worker("console.log('late')", { eval: true }));""",
}


@pytest.mark.parametrize("work", LATE)
def test_late_output_lands_under_the_cell_that_started(kernel: Kernel, work: str) -> None:
    kernel.run_ok(GATE + " let open = false;")
    starter = kernel.run_ok(LATE[work])
    assert starter.stdout == ""
    other = kernel.run_ok("open = true; go();")
    kernel.wait(lambda: starter.stdout == "late\n", why=f"the output of {work}")
    assert other.stdout == ""


SERVER = """import { createServer } from "node:net";
const server = createServer((connection) => {
  console.log("connected");
  connection.on("data", (data) => console.log("data", String(data)));
  connection.on("end", () => { console.log("end"); connection.end(); });
  connection.once("close", () => setTimeout(() => console.log("closed"), 1));
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
"""
PORT = "console.log((server.address() as any).port);"


def test_connections_print_under_the_cell_of_their_server(kernel: Kernel) -> None:
    starter = kernel.run_ok(SERVER)
    port = int(kernel.run_ok(PORT).stdout)
    kernel.run_ok("1 + 1;")
    assert exchange(port, b"hello") == b""
    expected = "connected\ndata hello\nend\nclosed\n"
    kernel.wait(lambda: starter.stdout == expected, why="the server's output")
    kernel.run_ok("server.close();")


def test_a_client_and_a_server_of_two_cells_print_apart(kernel: Kernel) -> None:
    starter = kernel.run_ok(SERVER)
    client = kernel.run_ok(
        """import { connect } from "node:net";
        const client = connect((server.address() as any).port, "127.0.0.1", () => {
          console.log("client connected"); client.end("hi"); });
        client.on("close", () => console.log("client closed")); client.resume();"""
    )
    kernel.wait(
        lambda: client.stdout == "client connected\nclient closed\n", why="the client's output"
    )
    kernel.wait(
        lambda: starter.stdout == "connected\ndata hi\nend\nclosed\n", why="the server's output"
    )
    kernel.run_ok("server.close();")


def test_two_servers_print_each_under_its_own_cell(kernel: Kernel) -> None:
    cells, ports = [], []
    for _ in range(2):
        cells.append(kernel.run_ok(SERVER))
        ports.append(int(kernel.run_ok(PORT).stdout))
    for port, text in zip(ports, (b"one", b"two")):
        exchange(port, text)
    for cell, text in zip(cells, ("one", "two")):
        kernel.wait(lambda c=cell, t=text: c.stdout == f"connected\ndata {t}\nend\nclosed\n")


def test_an_open_connection_prints_under_its_server_after_many_cells(kernel: Kernel) -> None:
    starter = kernel.run_ok(SERVER)
    port = int(kernel.run_ok(PORT).stdout)
    with connect(port) as client:
        kernel.wait(lambda: "connected" in starter.stdout)
        for number in range(3):
            kernel.run_ok(f"console.log({number});")
            client.sendall(b"%d" % number)
            kernel.wait(lambda n=number: f"data {n}\n" in starter.stdout)
    kernel.run_ok("server.close();")


def test_datagrams_print_under_the_cell_of_their_socket(kernel: Kernel) -> None:
    starter = kernel.run_ok(
        """import { createSocket } from "node:dgram";
        const datagrams = createSocket("udp4", (message) => console.log("got", String(message)));
        await new Promise<void>((resolve) => datagrams.bind(0, "127.0.0.1", resolve));"""
    )
    port = int(kernel.run_ok("console.log(datagrams.address().port)").stdout)
    send_datagram(port, b"hello")
    kernel.wait(lambda: starter.stdout == "got hello\n", why="the datagram")
    kernel.run_ok("datagrams.close()")


def test_requests_of_http_print_under_the_cell_of_their_server(kernel: Kernel) -> None:
    starter = kernel.run_ok(
        """import { createServer } from "node:http";
        const web = createServer((request, response) => {
          console.log(request.url); response.end("ok"); });
        await new Promise<void>((resolve) => web.listen(0, "127.0.0.1", resolve));"""
    )
    port = int(kernel.run_ok("console.log((web.address() as any).port)").stdout)
    assert exchange(port, b"GET /page HTTP/1.0\r\n\r\n").endswith(b"ok")
    kernel.wait(lambda: starter.stdout == "/page\n")
    kernel.run_ok("web.close()")


def test_a_cell_run_again_prints_under_its_last_run(kernel: Kernel) -> None:
    code = 'console.log("now"); setTimeout(() => console.log("later"), 1);'
    cells = [kernel.run_ok(code), kernel.run_ok(code)]
    for cell in cells:
        kernel.wait(lambda c=cell: c.stdout == "now\nlater\n")


def test_everything_a_cell_prints_itself_comes_before_its_end(kernel: Kernel) -> None:
    cell = kernel.run_ok(
        'for (let i = 0; i < 2000; i++) { console.log(i); } console.error("done");'
    )
    kinds = [m["msg_type"] for m in cell.messages if m["channel"] == "iopub"]
    assert kinds[-1] == "status"
    assert cell.stdout == "".join(f"{i}\n" for i in range(2000))
    assert cell.stderr == "done\n"


def test_a_long_text_arrives_whole(kernel: Kernel) -> None:
    cell = kernel.run_ok('process.stdout.write("é".repeat(1_000_000));')
    assert cell.stdout == "é" * 1_000_000


def test_a_character_cut_between_two_writes_arrives_whole(kernel: Kernel) -> None:
    cell = kernel.run_ok(
        """const bytes = Buffer.from("é😀");
        for (const byte of bytes) process.stdout.write(Buffer.from([byte]));"""
    )
    assert cell.stdout == "é😀"


def test_a_write_calls_back(kernel: Kernel) -> None:
    cell = kernel.run_ok(
        'await new Promise<void>((resolve) => process.stdout.write("a", "utf8", () => resolve()));'
    )
    assert cell.stdout == "a"


def test_errors_of_the_console_are_apart_from_its_output(kernel: Kernel) -> None:
    cell = kernel.run_ok('console.log("out"); console.error("err"); console.warn("warn");')
    assert (cell.stdout, cell.stderr) == ("out\n", "err\nwarn\n")


FAILURES = {
    "a timer": 'setTimeout(() => { throw new RangeError("too far"); }, 1);',
    "a promise": 'Promise.reject(new RangeError("too far"));',
    "an async function": 'async function f() { await null; throw new RangeError("too far"); } f();',
    "an event": """import { EventEmitter } from "node:events";
        const bell = new EventEmitter();
        bell.on("ring", () => { throw new RangeError("too far"); });
        setTimeout(() => bell.emit("ring"), 1);""",
}


@pytest.mark.parametrize("work", FAILURES)
def test_an_error_of_background_work_is_readable_under_its_cell(kernel: Kernel, work: str) -> None:
    starter = kernel.run(FAILURES[work])
    kernel.wait(lambda: "RangeError: too far" in starter.stderr, why="the error")
    for inside in ("node:internal", "kernel/dist", "tslab", "__tslab__"):
        assert inside not in starter.stderr
    after = kernel.run_ok('console.log("alive");')
    assert (after.stdout, after.stderr) == ("alive\n", "")


def test_an_error_of_a_connection_is_readable_under_the_server(kernel: Kernel) -> None:
    starter = kernel.run_ok(
        """import { createServer } from "node:net";
        const fragile = createServer((connection) => { throw new RangeError("no guests"); });
        await new Promise<void>((resolve) => fragile.listen(0, "127.0.0.1", resolve));"""
    )
    port = int(kernel.run_ok("console.log((fragile.address() as any).port)").stdout)
    with connect(port):
        kernel.wait(lambda: "RangeError: no guests" in starter.stderr, why="the error")
    kernel.run_ok("fragile.close();")


def test_a_failed_bind_without_a_handler_is_told_under_its_cell(kernel: Kernel) -> None:
    kernel.run_ok(SERVER)
    cell = kernel.run_ok("createServer().listen((server.address() as any).port, '127.0.0.1');")
    kernel.wait(lambda: "EADDRINUSE" in cell.stderr, why="the error")
    kernel.run_ok("server.close();")
