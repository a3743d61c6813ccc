"""`input` asks through the front end, one prompt at a time."""

from __future__ import annotations

from typing import Any

import pytest

from conversation import ASK, INTERRUPTS, Kernel

# The agreement that the library uses; a cell of the course writes `import { input }` instead.


def next_prompt(kernel: Kernel, count: int = 1) -> dict[str, Any]:
    """Waits until the front end has seen `count` prompts; returns the last."""
    return kernel.wait(lambda: kernel.prompts()[count - 1 : count], why=f"prompt {count}")[0]


@pytest.fixture
def asking(own_kernel: Kernel) -> Kernel:
    own_kernel.run_ok(ASK)
    return own_kernel


@pytest.mark.parametrize("answer", ["Ada", "", "naïve 日本 😀", "  spaces kept  "])
def test_an_answer_reaches_the_cell(asking: Kernel, answer: str) -> None:
    cell = asking.start('const name = await ask("Your name: ")')
    prompt = next_prompt(asking)
    assert prompt["content"] == {"prompt": "Your name: ", "password": False}
    assert prompt["parent_header"]["msg_id"] == cell.request
    assert not cell.done
    asking.type_in(answer)
    asking.wait(lambda: cell.done)
    assert cell.status == "ok", cell.described
    assert (
        asking.run_ok("console.log(JSON.stringify(name))").stdout.strip()
        == asking.run_ok(f"console.log(JSON.stringify({answer!r}))").stdout.strip()
    )


def test_a_password_is_asked_for_as_one(asking: Kernel) -> None:
    cell = asking.start('await ask("Secret: ", { password: true })')
    assert next_prompt(asking)["content"]["password"] is True
    asking.type_in("x")
    asking.wait(lambda: cell.done)


def test_two_prompts_at_once_are_shown_one_after_another(asking: Kernel) -> None:
    cell = asking.start('console.log(await Promise.all([ask("first"), ask("second")]))')
    assert next_prompt(asking)["content"]["prompt"] == "first"
    # A round trip: a second prompt would have come before this answer.
    asking.ask("kernel_info_request", channel="control")
    assert len(asking.prompts()) == 1
    asking.type_in("1")
    assert next_prompt(asking, 2)["content"]["prompt"] == "second"
    asking.type_in("2")
    asking.wait(lambda: cell.done)
    assert cell.stdout == "[ '1', '2' ]\n"


def test_the_event_loop_goes_on_while_a_person_thinks(asking: Kernel) -> None:
    cell = asking.start('setTimeout(() => console.log("tick"), 1); await ask("? ")')
    next_prompt(asking)
    asking.wait(lambda: cell.stdout == "tick\n", why="output beside the prompt")
    asking.type_in("")
    asking.wait(lambda: cell.done)


def test_a_front_end_that_cannot_ask_gets_a_clear_error(asking: Kernel) -> None:
    cell = asking.run('await ask("? ")', allow_stdin=False)
    assert cell.status == "error"
    assert "input" in cell.error["evalue"]
    assert asking.prompts() == []


@pytest.mark.parametrize("how", INTERRUPTS)
def test_an_interrupt_ends_a_prompt_and_the_next_one_works(asking: Kernel, how: str) -> None:
    cell = asking.start('await ask("first")')
    next_prompt(asking)
    asking.interrupt(how)
    asking.wait(lambda: cell.done, why="the end of the interrupted prompt")
    assert cell.status == "error"
    again = asking.start('console.log(await ask("second"))')
    next_prompt(asking, 2)
    asking.type_in("answer")
    asking.wait(lambda: again.done)
    assert again.stdout == "answer\n"


def test_a_prompt_ends_with_its_signal(asking: Kernel) -> None:
    cell = asking.start(
        """const withdrawn = new AbortController();
        const waiting = ask("? ", { signal: withdrawn.signal });
        setTimeout(() => withdrawn.abort(new Error("withdrawn")), 1);
        await waiting;"""
    )
    asking.wait(lambda: cell.done)
    assert cell.status == "error"
    again = asking.start('console.log(await ask("again"))')
    asking.wait(lambda: asking.prompts()[-1]["content"]["prompt"] == "again")
    asking.type_in("yes")
    asking.wait(lambda: again.done)
    assert again.stdout == "yes\n"


def test_the_input_of_the_library_asks_the_same_way(own_kernel: Kernel) -> None:
    cell = own_kernel.start(
        'import { input } from "socketbook"; console.log(await input("Line: "));'
    )
    assert next_prompt(own_kernel)["content"]["prompt"] == "Line: "
    own_kernel.type_in("hello")
    own_kernel.wait(lambda: cell.done)
    assert cell.stdout == "hello\n"
