"""One request to run a cell, and everything that came back for it."""

from __future__ import annotations

import re
from typing import Any, Optional

Message = dict[str, Any]


class Cell:
    """A view on the conversation: the messages whose parent is this cell's request."""

    def __init__(self, request: str, messages: list[Message]) -> None:
        self.request = request
        self._messages = messages

    @property
    def messages(self) -> list[Message]:
        return [m for m in self._messages if m["parent_header"].get("msg_id") == self.request]

    def outputs(self, kind: str) -> list[Message]:
        """The contents of the messages of one kind, in order of arrival."""
        return [
            m["content"] for m in self.messages if m["channel"] == "iopub" and m["msg_type"] == kind
        ]

    @property
    def reply(self) -> Optional[Message]:
        replies = [m["content"] for m in self.messages if m["channel"] == "shell"]
        assert len(replies) <= 1, f"a request has one reply: {replies}"
        return replies[0] if replies else None

    @property
    def done(self) -> bool:
        states = [content["execution_state"] for content in self.outputs("status")]
        return self.reply is not None and "idle" in states

    @property
    def status(self) -> str:
        return "" if self.reply is None else str(self.reply["status"])

    @property
    def number(self) -> int:
        assert self.reply is not None
        return int(self.reply["execution_count"])

    @property
    def stdout(self) -> str:
        return self._stream("stdout")

    @property
    def stderr(self) -> str:
        return self._stream("stderr")

    def _stream(self, name: str) -> str:
        return "".join(
            content["text"] for content in self.outputs("stream") if content["name"] == name
        )

    @property
    def result(self) -> str:
        """The text form of the cell's value; empty when it has none."""
        results = self.outputs("execute_result")
        assert len(results) <= 1, f"a cell has one result: {results}"
        return str(results[0]["data"]["text/plain"]) if results else ""

    @property
    def error(self) -> Message:
        errors = self.outputs("error")
        assert len(errors) == 1, f"one error message expected: {self.described}"
        return errors[0]

    @property
    def traceback(self) -> str:
        """The lines of the error as a person reads them, without colours."""
        return plain("\n".join(self.error["traceback"]))

    @property
    def described(self) -> str:
        kinds = [f"{m['msg_type']} {m['content']}" for m in self.messages]
        return "\n".join(["cell:", *kinds])


def plain(text: str) -> str:
    """The text without terminal colours."""
    return re.sub(r"\x1b\[[0-9;]*m", "", text)
