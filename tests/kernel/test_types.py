"""Cells are real TypeScript: top-level waits, current types, wrong calls rejected."""

from __future__ import annotations

import json

import pytest

from conversation import Kernel
from kernels import REPOSITORY


@pytest.mark.parametrize(
    "code",
    [
        "for await (const n of [1, 2]) console.log(n);",
        "for await (const n of (async function* () { yield 1; yield 2; })()) { console.log(n); }",
        "/* why */ for await (const n of [1, 2]) {\n  console.log(n);\n}",
        "if (true) { for await (const n of [1, 2]) console.log(n); }",
    ],
)
def test_for_await_alone_works(kernel: Kernel, code: str) -> None:
    assert kernel.run_ok(code).stdout == "1\n2\n"


def test_await_inside_a_function_only_does_not_make_the_cell_wait(kernel: Kernel) -> None:
    code = "async function later() { for await (const n of [1]) console.log(n); }"
    cell = kernel.run_ok(f"{code} later(); console.log(0);")
    kernel.wait(lambda: cell.stdout == "0\n1\n")


def test_a_variable_declared_again_may_change_its_type(kernel: Kernel) -> None:
    kernel.run_ok("let thing = 1;")
    kernel.run_ok('let thing = "text";')
    assert kernel.run_ok("console.log(thing.toUpperCase())").stdout == "TEXT\n"


@pytest.mark.parametrize(
    "code",
    [
        'import { connect } from "node:net"; connect({ port: "many" });',
        'import { createSocket } from "node:dgram"; createSocket("udp5");',
        'console.log("text".toUppercase());',
        'import { socket, AF_INET } from "socketbook"; socket(AF_INET, "stream");',
        """import { socket, AF_INET, SOCK_STREAM } from "socketbook";
        socket(AF_INET, SOCK_STREAM).bind(12000);""",
        'import { sokcet } from "socketbook";',
        """import { socket, AF_INET, SOCK_STREAM } from "socketbook";
        const s = socket(AF_INET, SOCK_STREAM); const count: number = await s.recv(1);""",
        """import { socket, AF_INET, SOCK_DGRAM } from "socketbook";
        await socket(AF_INET, SOCK_DGRAM).listen();""",
    ],
)
def test_a_wrong_call_is_rejected_before_it_runs(kernel: Kernel, code: str) -> None:
    cell = kernel.run(f'console.log("ran"); {code}')
    assert cell.status == "error"
    assert "TS" in cell.traceback
    assert cell.stdout == ""


def test_the_types_of_node_are_those_of_the_repository(kernel: Kernel) -> None:
    """`styleText` came with the types of Node 20; the ones inside tslab are older."""
    package = json.loads(
        (REPOSITORY / "node_modules" / "@types" / "node" / "package.json").read_text()
    )
    assert int(package["version"].split(".")[0]) >= 20
    cell = kernel.run_ok('import { styleText } from "node:util"; console.log(typeof styleText);')
    assert cell.stdout == "function\n"


def test_a_global_of_node_is_known(kernel: Kernel) -> None:
    assert (
        kernel.run_ok("console.log(Buffer.from([65]).toString(), typeof fetch)").stdout
        == "A function\n"
    )


def complete(kernel: Kernel, code: str) -> list[str]:
    return list(
        kernel.ask("complete_request", {"code": code, "cursor_pos": len(code)})["content"][
            "matches"
        ]
    )


def inspect(kernel: Kernel, code: str) -> str:
    content = kernel.ask(
        "inspect_request", {"code": code, "cursor_pos": len(code), "detail_level": 0}
    )["content"]
    assert content["found"], code
    return str(content["data"]["text/plain"])


def test_completion_knows_a_value_of_an_earlier_cell(kernel: Kernel) -> None:
    kernel.run_ok('import { Socket } from "node:net"; const raw = new Socket();')
    assert {"connect", "write", "setNoDelay", "remoteAddress"} <= set(complete(kernel, "raw."))
    assert complete(kernel, "raw.setNoD") == ["setNoDelay"]


def test_completion_on_a_socket_lists_its_calls(kernel: Kernel) -> None:
    kernel.run_ok(
        """import { socket, AF_INET, SOCK_STREAM, SOCK_DGRAM } from "socketbook";
        const stream = socket(AF_INET, SOCK_STREAM);
        const datagrams = socket(AF_INET, SOCK_DGRAM);"""
    )
    calls = {"bind", "listen", "accept", "connect", "send", "sendall", "recv", "shutdown", "close"}
    assert calls <= set(complete(kernel, "stream."))
    found = set(complete(kernel, "datagrams."))
    assert {"bind", "sendto", "recvfrom", "close"} <= found
    assert "listen" not in found


def test_completion_inside_the_cell_that_imports(kernel: Kernel) -> None:
    assert "createServer" in complete(kernel, 'import * as net from "node:net";\nnet.createS')


@pytest.mark.parametrize("name", ["socket", "stream.recv", "stream.bind"])
def test_inspection_shows_the_doc_comment_of_a_call(kernel: Kernel, name: str) -> None:
    kernel.run_ok(
        """import { socket, AF_INET, SOCK_STREAM } from "socketbook";
        const stream = socket(AF_INET, SOCK_STREAM);"""
    )
    text = inspect(kernel, name)
    signature, _, prose = text.partition("\n")
    assert name.split(".")[-1] in signature
    assert len(prose.split()) >= 8, text


def test_inspection_shows_the_type_of_a_variable(kernel: Kernel) -> None:
    kernel.run_ok("const total = 3;")
    assert "const total: 3" in inspect(kernel, "total") or "const total: number" in inspect(
        kernel, "total"
    )


RARE = {
    "a cell": 'import { constants } from "node:http2"; console.log(typeof constants);',
    "a promise of a module": 'console.log(typeof (await import("http2")).constants);',
    "a global function": 'console.log(typeof process.getBuiltinModule("http2").constants);',
}


@pytest.mark.parametrize("who", RARE)
def test_types_that_are_read_late_are_there_at_once(own_kernel: Kernel, who: str) -> None:
    """The kernel reads the largest modules of Node's types only when they are named."""
    assert own_kernel.run_ok(RARE[who]).stdout == "object\n"
    wrong = own_kernel.run('import { connect } from "node:http2"; connect(1);')
    assert "TS2" in wrong.traceback


def test_a_name_of_a_module_is_completed(own_kernel: Kernel) -> None:
    assert {"node:net", "node:http2", "node:inspector"} <= set(
        complete(own_kernel, 'import "node:')
    )
    assert "openSync" in complete(own_kernel, 'import * as fs from "node:fs"; fs.openS')
