"""Runs notebooks with their exercises, as a learner does who tries wrong answers and then right ones.

    python run_exercises.py FILE…           wrong attempts and solutions, beside the committed starters
    python run_exercises.py --stock FILE…   solutions only, under stock tslab

Attempts stand in solutions/NN.ts and solutions/NN.wrong.ts (or NN.1.wrong.ts …). Ends with 1 and a line for each finding.
"""

from __future__ import annotations

import argparse
import json
import re
import socket
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Iterator

from kernel import CellFailed, Hanging, Kernel, Output
from normal import Notebook, read, source_of
from run_notebook import OURS, REPOSITORY, STOCK, use_kernels_of

SOLUTIONS = REPOSITORY / "tests" / "notebooks" / "solutions"
SECONDS = 60
# Nobody waits long for what is meant to say nothing.
HASTE = 'process.env.SOCKETBOOK_PATIENCE = "3";'
CALM = "delete process.env.SOCKETBOOK_PATIENCE;"
# The handles that are open. Given how many there were before, it waits a moment while there are more.
COUNT = """{
  const kinds = ["TCPServerWrap", "TCPSocketWrap", "UDPWrap"];
  const open = () => kinds.map((kind) => process.getActiveResourcesInfo().filter((one) => one === kind).length);
  const before = BEFORE;
  for (let turn = 0; turn < TURNS && open().some((count, kind) => count > before[kind]); turn++) {
    await new Promise((done) => setTimeout(done, 10));
  }
  console.log(JSON.stringify(open()));
}"""
NO_LIMIT = "[Infinity, Infinity, Infinity]"
DOCUMENTS_PORT = re.compile(r"(?<=ort = )(12000|8080|7200);")

# What no exercise may accept, whatever it asks for; NAME is what the learner should have made.
NEVER_RIGHT = {
    "nothing": "undefined",
    "a number": "7",
    "a text": '""',
    "an address at which nobody listens": '["127.0.0.1", 1]',
    "a function that gives nothing": "async () => undefined",
    "a function that gives an empty text": '() => ""',
    "a function that gives true": "() => true",
    "a function that gives a dead address": '() => ["127.0.0.1", 1]',
    "a function that throws": '() => { throw new Error("on purpose"); }',
    "a function that throws no error": "async () => { throw undefined; }",
    "a function that hangs": "() => new Promise(() => undefined)",
    "a function that leaves a socket open": """async () => {
  const { socket, AF_INET, SOCK_STREAM } = await import("socketbook");
  await socket(AF_INET, SOCK_STREAM).listen();
}""",
}


@dataclass
class Attempt:
    """One answer to an exercise. A wrong one has a name, and words that the check must say of it."""

    exercise: str
    name: str
    says: list[str]
    source: str


def attempts(path: Path) -> list[Attempt]:
    """The answers in a file: each opens with `// %% 01.1` and, when it is wrong, a name."""
    found: list[Attempt] = []
    for part in re.split(r"^// %% ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        head, *lines = part.rstrip().split("\n")
        exercise, _, name = head.partition(" ")
        says = [line[9:] for line in lines if line.startswith("// says: ")]
        source = "\n".join(line for line in lines if not line.startswith("// says: "))
        found.append(Attempt(exercise, name, says, source))
    return found


class Lesson:
    """A notebook that runs in a kernel, with the answers to its exercises."""

    def __init__(self, kernel: Kernel, name: str, answers: Path) -> None:
        self.kernel = kernel
        self.number = name[:2]
        self.right = attempts(answers / f"{self.number}.ts")
        files = sorted(answers.glob(f"{self.number}*.wrong.ts"))
        self.wrong = [attempt for file in files for attempt in attempts(file)]
        self.turns = 500
        self.port = free_port()

    def run(self, notebook: Notebook, stock: bool) -> Iterator[str]:
        previous: dict[str, Any] = {}
        for cell in (c for c in notebook["cells"] if c["cell_type"] == "code"):
            self.cell(DOCUMENTS_PORT.sub(f"{self.port};", source_of(cell)), cell["id"])
            exercise = re.fullmatch(r"exercise-(\d+)-check", cell["id"])
            if exercise:
                of = f"{self.number}.{exercise[1]}"
                yield from self.starter(of, self.kernel.outputs)
                yield from self.exercise(of, source_of(previous), source_of(cell), stock)
            previous = cell
        self.kernel.catch_up()

    def starter(self, of: str, outputs: dict[str, list[Output]]) -> Iterator[str]:
        said = text(list(outputs.values())[-1])
        if "○" not in said or "not solved yet" not in said:
            yield f"{of} as it is committed: it says {said!r}, and not that it is not solved yet"

    def exercise(self, of: str, starter: str, check: str, stock: bool) -> Iterator[str]:
        if not stock:
            yield from self.hopeless(of, check)
        for attempt in self.wrong if not stock else []:
            if attempt.exercise == of:
                said, left = self.tried(attempt.source, check, HASTE)
                yield from complaints(attempt, said, left)
        solutions = [attempt for attempt in self.right if attempt.exercise == of]
        if len(solutions) != 1:
            yield f"{of} has {len(solutions)} solutions; write one into solutions/{self.number}.ts"
        for attempt in solutions:
            for turn in ("", " again"):
                said, left = self.tried(attempt.source, check, CALM)
                if f"✔ {of}" not in said:
                    yield f"{of} solution{turn}: it does not pass; the check says {said!r}"
                yield from leak(attempt, left)

    def hopeless(self, of: str, check: str) -> Iterator[str]:
        asked = re.search(r'await check\("[\d.]+", ([\w, ]+)\)', check)
        names = asked[1].split(", ") if asked else []
        for what, made in NEVER_RIGHT.items():
            source = "\n".join(f"const {name}: any = {made};" for name in names)
            said, left = self.tried(source, check, HASTE)
            if not said.startswith((f"✘ {of}", f"○ {of}")) or "the check itself failed" in said:
                yield f"{of} is given {what}: the check says {said!r}"
            yield from leak(Attempt(of, what, [], source), left)

    def tried(self, source: str, check: str, patience: str) -> tuple[str, str]:
        """What the check says of this answer, and which handles it leaves open."""
        self.cell(patience, "patience")
        self.cell(source, "attempt")
        before = self.count(NO_LIMIT)
        outputs = self.cell(check, "check")
        after = self.count(json.dumps(before))
        more = any(now > then for now, then in zip(after, before))
        if more:
            self.turns = 0  # One leak is a finding; for more of them nobody waits so long.
        return text(outputs), f"TCP servers, TCP sockets, UDP: {before} → {after}" if more else ""

    def count(self, before: str) -> list[int]:
        source = COUNT.replace("BEFORE", before).replace("TURNS", str(self.turns))
        counts: list[int] = json.loads(text(self.cell(source, "count")))
        return counts

    def cell(self, source: str, name: str) -> list[Output]:
        return self.kernel.run(source, name, SECONDS)


def free_port() -> int:
    """A port for this notebook alone: what others run on the documents' ports may end while it talks to them."""
    with socket.socket() as any_port:
        any_port.bind(("127.0.0.1", 0))
        return int(any_port.getsockname()[1])


def complaints(attempt: Attempt, said: str, left: str) -> Iterator[str]:
    what = f"{attempt.exercise} {attempt.name}"
    if f"✘ {attempt.exercise}" not in said:
        yield f"{what}: the check does not fail it, and says {said!r}"
    if not attempt.says:
        yield f"{what}: nothing is expected of the check; add a line // says: …"
    for words in attempt.says:
        if words not in said:
            yield f"{what}: the check does not say {words!r}, but {said!r}"
    yield from leak(attempt, left)


def leak(attempt: Attempt, left: str) -> Iterator[str]:
    if left:
        yield f"{attempt.exercise} {attempt.name}: the check leaves something open ({left})"


def text(outputs: list[Output]) -> str:
    shown = [f"[{o['name']}] " * (o.get("name") == "stderr") + str(o.get("text", "")) for o in outputs]
    return "".join(shown)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--stock", action="store_true")
    parser.add_argument("--answers", type=Path, default=SOLUTIONS)
    options = parser.parse_args()
    found = False
    with tempfile.TemporaryDirectory() as place:
        top = Path(place)
        use_kernels_of(top)
        for file in options.files:
            name = STOCK if options.stock else OURS
            kernel = Kernel(name, REPOSITORY / "notebooks", top / "kernel.log")
            try:
                lesson = Lesson(kernel, file.name, options.answers)
                for finding in lesson.run(read(file), options.stock):
                    found = True
                    print(f"{file.name}: {finding}")
            except (CellFailed, Hanging) as failed:
                found = True
                print(f"{file.name}: {failed}")
            finally:
                kernel.close()
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
