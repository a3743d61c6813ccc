"""A cell's value is an execute_result, with a text form made for people."""

from __future__ import annotations

import base64

import pytest

from conversation import Kernel


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("1 + 1", "2"),
        ("[1, 2]", "[ 1, 2 ]"),
        ('({ a: "b" })', "{ a: 'b' }"),
        ("await Promise.resolve(3)", "3"),
    ],
)
def test_the_last_expression_is_the_result(kernel: Kernel, code: str, text: str) -> None:
    cell = kernel.run_ok(code)
    assert cell.result == text
    assert cell.stdout == ""
    assert cell.outputs("execute_result")[0]["execution_count"] == cell.number


@pytest.mark.parametrize(
    "code", ["undefined", "const a = 1;", "if (true) { }", "", "// only a remark", "void 0"]
)
def test_a_cell_without_a_value_has_no_result(kernel: Kernel, code: str) -> None:
    cell = kernel.run_ok(code)
    assert cell.outputs("execute_result") == []
    assert (cell.stdout, cell.stderr) == ("", "")


def test_the_result_comes_after_what_the_cell_printed(kernel: Kernel) -> None:
    cell = kernel.run_ok('console.log("first"); 2')
    kinds = [m["msg_type"] for m in cell.messages if m["channel"] == "iopub"]
    assert kinds == ["status", "execute_input", "stream", "execute_result", "status"]


@pytest.mark.parametrize("make", ['Buffer.from("Hi é")', 'new TextEncoder().encode("Hi é")'])
def test_bytes_show_their_text_and_their_hex(kernel: Kernel, make: str) -> None:
    cell = kernel.run_ok(make)
    assert "Hi é" in cell.result
    assert "48 69 20 c3 a9" in cell.result.lower()


def test_bytes_that_are_no_text_show_their_hex(kernel: Kernel) -> None:
    assert "ff 00 fe" in kernel.run_ok("Buffer.from([0xff, 0, 0xfe])").result.lower()


def test_many_bytes_show_briefly_and_say_how_many(kernel: Kernel) -> None:
    result = kernel.run_ok("Buffer.alloc(1_000_000, 65)").result
    assert len(result) < 2000
    assert "1000000" in result.replace(",", "").replace("_", "").replace(" ", "")


def test_no_bytes_say_so(kernel: Kernel) -> None:
    assert "0 bytes" in kernel.run_ok("Buffer.alloc(0)").result


def test_a_socket_of_the_library_shows_addresses_and_state(kernel: Kernel) -> None:
    cell = kernel.run_ok(
        """import { socket, AF_INET, SOCK_STREAM } from "socketbook";
        const shown = socket(AF_INET, SOCK_STREAM);
        await shown.bind(["127.0.0.1", 0]); await shown.listen();
        console.log(shown.getsockname()[1]); shown"""
    )
    assert f"127.0.0.1:{cell.stdout.strip()}" in cell.result
    assert "listening" in cell.result
    assert len(cell.result.splitlines()) <= 3
    assert "closed" in kernel.run_ok("await shown.close(); shown").result


@pytest.mark.parametrize("asynchronous", ["", "async "])
def test_an_object_may_bring_its_own_rich_form(kernel: Kernel, asynchronous: str) -> None:
    cell = kernel.run_ok(
        f"""const rich = {{
          {asynchronous}[Symbol.for("Jupyter.display")]() {{
            return {{ "text/plain": "bold", "text/html": "<b>bold</b>" }};
          }}
        }};
        rich"""
    )
    assert cell.outputs("execute_result")[0]["data"] == {
        "text/plain": "bold",
        "text/html": "<b>bold</b>",
    }


def test_a_rich_form_that_fails_falls_back_to_text(kernel: Kernel) -> None:
    cell = kernel.run(
        '({ kind: "odd", [Symbol.for("Jupyter.display")]() { throw new Error("no form"); } })'
    )
    assert cell.done
    kernel.run_ok("1;")


def test_a_value_that_cannot_be_shown_does_not_end_the_kernel(kernel: Kernel) -> None:
    cell = kernel.run(
        '({ [Symbol.for("nodejs.util.inspect.custom")]() { throw new Error("shy"); } })'
    )
    assert cell.done
    assert kernel.run_ok("2").result == "2"


def test_display_of_tslab_shows_html(kernel: Kernel) -> None:
    cell = kernel.run_ok('import { display } from "tslab"; display.html("<b>x</b>");')
    assert [d["data"] for d in cell.outputs("display_data")] == [{"text/html": "<b>x</b>"}]


def test_display_of_tslab_sends_pictures_as_base64(kernel: Kernel) -> None:
    cell = kernel.run_ok('import { display } from "tslab"; display.png(new Uint8Array([1, 2, 3]));')
    assert cell.outputs("display_data")[0]["data"] == {
        "image/png": base64.b64encode(b"\1\2\3").decode()
    }


def test_a_display_is_replaced_in_place(kernel: Kernel) -> None:
    cell = kernel.run_ok(
        'import { newDisplay } from "tslab";'
        'const place = newDisplay(); place.text("1"); place.text("2");'
    )
    first, second = cell.outputs("display_data"), cell.outputs("update_display_data")
    assert [d["data"]["text/plain"] for d in first + second] == ["1", "2"]
    assert first[0]["transient"] == second[0]["transient"]
    later = kernel.run_ok('place.text("3");')
    assert [d["data"]["text/plain"] for d in later.outputs("update_display_data")] == ["3"]


def test_a_late_display_lands_under_its_cell(kernel: Kernel) -> None:
    starter = kernel.run_ok(
        """import { display } from "tslab";
        let show = () => {};
        new Promise<void>((resolve) => { show = resolve; }).then(() => display.text("late"));"""
    )
    other = kernel.run_ok("show();")
    kernel.wait(lambda: starter.outputs("display_data"), why="the late display")
    assert other.outputs("display_data") == []


def test_the_library_displays_and_replaces(kernel: Kernel) -> None:
    cell = kernel.run_ok(
        """const book = (globalThis as any)[Symbol.for("socketbook.notebook")];
        book.display({ "text/plain": "a" });
        book.display({ "text/plain": "1" }, { displayId: "one" });
        book.display({ "text/plain": "2" }, { displayId: "one" });"""
    )
    assert [d["data"]["text/plain"] for d in cell.outputs("display_data")] == ["a", "1"]
    update = cell.outputs("update_display_data")
    assert [d["data"]["text/plain"] for d in update] == ["2"]
    assert update[0]["transient"] == {"display_id": "one"}


def test_output_can_be_cleared(kernel: Kernel) -> None:
    cell = kernel.run_ok('console.log("old"); console.clear(); console.log("new");')
    kinds = [m["msg_type"] for m in cell.messages if m["channel"] == "iopub"]
    assert kinds[2:-1] == ["stream", "clear_output", "stream"]


def test_a_silent_cell_shows_and_counts_nothing(kernel: Kernel) -> None:
    before = kernel.run_ok("1").number
    silent = kernel.run_ok("const quiet = 5; quiet", silent=True, store_history=False)
    assert silent.outputs("execute_result") == [] and silent.outputs("execute_input") == []
    after = kernel.run_ok("quiet")
    assert (after.number, after.result) == (before + 1, "5")


def test_a_cell_kept_out_of_history_is_not_counted(kernel: Kernel) -> None:
    before = kernel.run_ok("1").number
    kernel.run_ok("2", store_history=False)
    assert kernel.run_ok("3").number == before + 1
