"""What the kernel says about itself is true, and each request is answered as the protocol says."""

from __future__ import annotations

import json
import re
import sys
from typing import Callable

import pytest
import zmq
from jupyter_client.blocking import BlockingKernelClient

from conversation import Kernel
from kernels import REPOSITORY


def test_kernel_info_tells_the_truth(kernel: Kernel) -> None:
    info = kernel.ask("kernel_info_request")["content"]
    tslab = (
        REPOSITORY / "node_modules" / "tslab" / "node_modules" / "@tslab" / "typescript-for-tslab"
    )
    if not tslab.exists():
        tslab = REPOSITORY / "node_modules" / "@tslab" / "typescript-for-tslab"
    compiler = json.loads((tslab / "package.json").read_text())["version"]
    ours = json.loads((REPOSITORY / "kernel" / "package.json").read_text())["version"]
    assert info["status"] == "ok"
    assert re.fullmatch(r"5\.[3-9]", info["protocol_version"])
    assert info["implementation_version"] == ours
    language = info["language_info"]
    assert (language["name"], language["version"]) == ("typescript", compiler)
    assert (language["mimetype"], language["file_extension"]) == ("text/typescript", ".ts")
    assert compiler in info["banner"] and "tslab" in info["banner"]


def test_the_kernelspec_has_the_agreed_name_and_absolute_paths(kernel: Kernel) -> None:
    spec = kernel.manager.kernel_spec
    assert spec.display_name == "TypeScript (Socketbook)"
    assert spec.language == "typescript"
    paths = [word for word in spec.argv if not re.match("--|{", word)]
    assert len(paths) == 2
    assert all(re.match(r"/|[A-Za-z]:\\", path) for path in paths)


def test_a_cell_is_told_in_order(kernel: Kernel) -> None:
    cell = kernel.run_ok('console.log("a"); 1')
    told = [(m["msg_type"], m["content"]) for m in cell.messages if m["channel"] == "iopub"]
    assert [kind for kind, _ in told] == [
        "status",
        "execute_input",
        "stream",
        "execute_result",
        "status",
    ]
    assert told[1][1] == {"code": 'console.log("a"); 1', "execution_count": cell.number}
    assert [told[0][1], told[-1][1]] == [{"execution_state": "busy"}, {"execution_state": "idle"}]


def test_the_number_rises_with_each_cell(kernel: Kernel) -> None:
    first = kernel.run_ok("1;").number
    assert [kernel.run_ok("1;").number for _ in range(3)] == [first + 1, first + 2, first + 3]


def test_an_empty_cell_is_fine(kernel: Kernel) -> None:
    assert kernel.run("").status == "ok"


def test_message_ids_are_never_used_twice(kernel: Kernel) -> None:
    kernel.run_ok("for (let i = 0; i < 50; i++) process.stdout.write('x');")
    ids = [m["header"]["msg_id"] for m in kernel.messages]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("const a = 1;", "complete"),
        ("for await (const a of []) {}", "complete"),
        ("await Promise.resolve(1)", "complete"),
        ("", "complete"),
        ("function f() {", "incomplete"),
        ("const a = (1 +", "incomplete"),
        ("const text = `two", "incomplete"),
        ("/* a remark", "incomplete"),
        ("const = 1;", "invalid"),
        ("}", "invalid"),
    ],
)
def test_completeness_is_told(kernel: Kernel, code: str, status: str) -> None:
    content = kernel.ask("is_complete_request", {"code": code})["content"]
    assert content["status"] == status
    assert ("indent" in content) == (status == "incomplete")


def test_history_has_what_was_run(own_kernel: Kernel) -> None:
    for code in ("const one = 1;", "one + 1", "one + 2"):
        own_kernel.run_ok(code)
    own_kernel.run_ok("const secret = 1;", store_history=False)

    def history(**content: object) -> list[list[object]]:
        reply = own_kernel.ask("history_request", {"output": False, "raw": True, **content})
        return [list(entry)[1:] for entry in reply["content"]["history"]]

    assert history(hist_access_type="tail", n=2) == [[2, "one + 1"], [3, "one + 2"]]
    assert history(hist_access_type="range", session=0, start=1, stop=2) == [[1, "const one = 1;"]]
    assert history(hist_access_type="search", pattern="one + *") == [[2, "one + 1"], [3, "one + 2"]]
    assert history(hist_access_type="search", pattern="*secret*") == []
    with_output = history(hist_access_type="tail", n=1, output=True)
    assert with_output == [[3, ["one + 2", "3"]]]


def test_positions_count_characters_not_code_units(kernel: Kernel) -> None:
    code = 'const face = "😀😀"; Math.flo'
    reply = kernel.ask("complete_request", {"code": code, "cursor_pos": len(code)})["content"]
    assert reply["matches"] == ["floor"]
    assert (reply["cursor_start"], reply["cursor_end"]) == (len(code) - 3, len(code))
    found = kernel.ask(
        "inspect_request", {"code": code + "or", "cursor_pos": len(code) + 1, "detail_level": 0}
    )
    assert "floor" in found["content"]["data"]["text/plain"]


def test_completion_in_the_middle_of_a_line(kernel: Kernel) -> None:
    code = "const x = Math.flo + 1;"
    reply = kernel.ask("complete_request", {"code": code, "cursor_pos": 18})["content"]
    assert (reply["matches"], reply["cursor_start"], reply["cursor_end"]) == (["floor"], 15, 18)


@pytest.mark.parametrize(
    ("code", "cursor"), [("", 0), ("   ", 1), ("1 + 1", 2), ("const a = ", 500)]
)
def test_nothing_to_inspect_or_complete_is_no_error(kernel: Kernel, code: str, cursor: int) -> None:
    inspected = kernel.ask(
        "inspect_request", {"code": code, "cursor_pos": cursor, "detail_level": 0}
    )["content"]
    assert (inspected["status"], inspected["found"], inspected["data"]) == ("ok", False, {})
    completed = kernel.ask("complete_request", {"code": code, "cursor_pos": cursor})["content"]
    assert completed["status"] == "ok"


def test_open_comms_are_none(kernel: Kernel) -> None:
    reply = kernel.ask("comm_info_request", {})
    assert reply["msg_type"] == "comm_info_reply"
    assert reply["content"] == {"status": "ok", "comms": {}}


def test_a_comm_that_nobody_serves_is_closed_again(kernel: Kernel) -> None:
    opened = kernel.send(
        "shell", "comm_open", {"comm_id": "c1", "target_name": "nobody", "data": {}}
    )
    kernel.wait(lambda: kernel.idle(opened), why="idle after comm_open")
    closed = [m["content"]["comm_id"] for m in kernel.messages if m["msg_type"] == "comm_close"]
    assert closed == ["c1"]


def test_an_unknown_request_does_no_harm(kernel: Kernel) -> None:
    asked = kernel.send("shell", "no_such_request", {})
    kernel.wait(lambda: kernel.idle(asked), why="idle after an unknown request")
    kernel.run_ok("1;")


def test_a_message_with_a_wrong_signature_is_not_obeyed(kernel: Kernel) -> None:
    content = {"code": 'globalThis.forged = true; console.log("forged")', "silent": False}
    session = kernel.client.session
    forged = session.msg("execute_request", content)
    frames = session.serialize(forged)
    at = frames.index(b"<IDS|MSG>") + 1
    frames[at] = b"0" * len(frames[at])
    kernel.sockets["shell"].send_multipart(frames)
    assert kernel.run_ok("console.log((globalThis as any).forged)").stdout == "undefined\n"


@pytest.mark.parametrize(
    "frames", [[b"nonsense"], [b"<IDS|MSG>"], [b"<IDS|MSG>", b"", b"{", b"{}", b"{}", b"{}"]]
)
@pytest.mark.parametrize("channel", ["shell", "control", "stdin"])
def test_frames_that_are_no_message_do_no_harm(
    kernel: Kernel, channel: str, frames: list[bytes]
) -> None:
    kernel.sockets[channel].send_multipart(frames)
    kernel.run_ok("1;")
    assert kernel.ask("kernel_info_request", channel="control")["content"]["status"] == "ok"


def test_two_front_ends_see_the_same_output(kernel: Kernel) -> None:
    second = BlockingKernelClient()
    second.load_connection_info(kernel.manager.get_connection_info())
    second.start_channels()
    try:
        second.wait_for_ready(timeout=20)
        cell = kernel.run_ok('console.log("for both")')
        message = second.get_iopub_msg(timeout=20)
        while message["msg_type"] != "stream":
            message = second.get_iopub_msg(timeout=20)
        assert message["parent_header"]["msg_id"] == cell.request
        answer = second.execute_interactive("1", timeout=20, output_hook=lambda _: None)
        assert answer["content"]["status"] == "ok"
    finally:
        second.stop_channels()


def test_a_new_front_end_is_welcomed(kernel: Kernel) -> None:
    context = zmq.Context.instance()
    info = kernel.manager.get_connection_info()
    with context.socket(zmq.SUB) as late:
        late.setsockopt(zmq.LINGER, 0)
        late.setsockopt(zmq.RCVTIMEO, 30_000)
        late.subscribe(b"")
        late.connect(f"tcp://{info['ip']}:{info['iopub_port']}")
        _, frames = kernel.client.session.feed_identities(late.recv_multipart())
        welcome = kernel.client.session.deserialize(frames)
    assert (welcome["msg_type"], welcome["content"]) == ("iopub_welcome", {"subscription": ""})


# Windows has no such sockets for ZeroMQ.
@pytest.mark.parametrize("transport", ["tcp", "ipc"] if sys.platform != "win32" else ["tcp"])
def test_either_transport_carries_the_protocol(
    start_kernel: Callable[..., Kernel], transport: str
) -> None:
    kernel = start_kernel(transport=transport)
    assert kernel.run_ok("1 + 1").result == "2"
