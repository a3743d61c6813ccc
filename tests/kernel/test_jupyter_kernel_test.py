"""Jupyter's own test suite for kernels, on ours and on stock tslab, with the gain as a table."""

from __future__ import annotations

import functools
import unittest
from pathlib import Path
from typing import Any

import jupyter_kernel_test
import pytest

from kernels import FOLDER, OURS, STOCK

# What the suite offers and no kernel of a course needs; everything else must pass.
NOT_APPLICABLE = {"test_pager": "a Jupyter pager belongs to IPython's `?`"}

EVALUATED = [
    {"code": "6 * 7", "result": "42"},
    {"code": '"a" + "b"', "result": "'ab'"},
    {"code": "[1]"},
]


class Samples:
    """What the suite needs to know about the language."""

    language_name = "typescript"
    file_extension = ".ts"
    code_hello_world = 'console.log("hello, world");'
    code_stderr = 'console.error("oops");'
    completion_samples = [
        {"text": "Math.flo", "matches": {"floor"}},
        {"text": 'import * as os from "node:os"; os.tmpd', "matches": {"tmpdir"}},
    ]
    complete_code_samples = [
        "1",
        'console.log("x");',
        "function f(x: number) {\n  return x * 2;\n}",
    ]
    incomplete_code_samples = ["function f(", "const text = `one", "if (true) {"]
    invalid_code_samples = ["const = 1;", "}"]
    code_generate_error = 'throw new Error("on purpose");'
    code_execute_result = EVALUATED
    code_display_data = [
        {"code": 'import { display } from "tslab"; display.html("<b>x</b>");', "mime": "text/html"}
    ]
    supported_history_operations = ("tail", "range", "search")
    code_history_pattern = "6 ? 7"
    code_inspect_sample = "parseInt"
    code_clear_output = "console.clear();"


def suite(kernel: str) -> unittest.TestSuite:
    """Every test of the package, bound to one kernel and bounded in time."""

    # The first cell of ours waits for the compiler; stock only has to be silent.
    seconds = 15.0 if kernel == OURS else 4.0

    class General(Samples, jupyter_kernel_test.KernelTests):
        kernel_name = kernel

        @classmethod
        def setUpClass(cls) -> None:
            super().setUpClass()
            bound(cls.kc, seconds)

    class Welcome(jupyter_kernel_test.IopubWelcomeTests):
        kernel_name = kernel
        support_iopub_welcome = True

        @classmethod
        def setUpClass(cls) -> None:
            super().setUpClass()
            bound(cls.kc, seconds)

    load = unittest.defaultTestLoader.loadTestsFromTestCase
    return unittest.TestSuite([load(General), load(Welcome)])


def bound(client: Any, seconds: float) -> None:
    """The suite waits long or for ever for a silent kernel; some seconds say the same."""
    for name in ("get_shell_msg", "get_iopub_msg"):
        method = functools.partial(getattr(client, name))

        def limited(*, timeout: float | None = None, _method: Any = method) -> Any:
            return _method(timeout=seconds if timeout is None else min(timeout, seconds))

        setattr(client, name, limited)


class Outcomes(unittest.TestResult):
    """One word for each test, and the report of what did not pass."""

    def __init__(self) -> None:
        super().__init__()
        self.words: dict[str, str] = {}
        self.reports: list[str] = []

    def stopTest(self, test: unittest.TestCase) -> None:
        self.words.setdefault(name_of(test), "pass")
        super().stopTest(test)

    def _note(self, test: unittest.TestCase, word: str, report: str) -> None:
        self.words[name_of(test)] = word
        self.reports.append(f"{name_of(test)}: {report}")

    def addFailure(self, test: unittest.TestCase, err: Any) -> None:
        self._note(test, "FAIL", self._exc_info_to_string(err, test))  # type: ignore[attr-defined]

    addError = addFailure

    def addSkip(self, test: unittest.TestCase, reason: str) -> None:
        self.words.setdefault(name_of(test), "not offered")

    def addSubTest(self, test: unittest.TestCase, subtest: unittest.TestCase, err: Any) -> None:
        if err is not None:
            self.addFailure(test, err)


def name_of(test: unittest.TestCase) -> str:
    """The test's own name, also for a part of it and for a set-up that failed."""
    whole = getattr(test, "test_case", test)
    return getattr(whole, "_testMethodName", None) or str(whole)


def outcomes(kernel: str, monkeypatch: pytest.MonkeyPatch) -> Outcomes:
    monkeypatch.chdir(FOLDER)
    found = Outcomes()
    suite(kernel).run(found)
    return found


def test_every_test_that_applies_passes_and_stock_is_not_better(
    jupyter_folders: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ours, stock = outcomes(OURS, monkeypatch), outcomes(STOCK, monkeypatch)
    with capsys.disabled():
        print(f"\n{'jupyter_kernel_test':32}{'ours':14}stock tslab")
        for name in sorted(ours.words):
            remark = NOT_APPLICABLE.get(name, "")
            print(
                f"{name:32}{ours.words[name]:14}{stock.words.get(name, 'FAIL'):14}{remark}".rstrip()
            )
    applying = {name: word for name, word in ours.words.items() if name not in NOT_APPLICABLE}
    assert len(applying) >= 12
    assert set(applying.values()) == {"pass"}, "\n".join(ours.reports)
    better = [
        name
        for name, word in stock.words.items()
        if word == "pass" and ours.words.get(name) != "pass"
    ]
    assert better == []
