"""The cells that run while interrupts come, and what may be under each."""

from __future__ import annotations

from dataclasses import dataclass

from front_end import Found, Ran

IMPORT = 'import { AF_INET, SOCK_STREAM, closeAll, decode, socket } from "socketbook";\n'
FOREVER = "await new Promise(() => {});"
SETUP = IMPORT + (
    "const server = socket(AF_INET, SOCK_STREAM);\n"
    'await server.bind(["127.0.0.1", 0]);\nawait server.listen();\n'
    "console.log(server.getsockname()[1]);"
)
TALK = 'const [talk] = await server.accept();\nlet got = "";'
# A server in the background: interrupts of later cells are none of its business.
ECHO = (
    "const echo = socket(AF_INET, SOCK_STREAM);\n"
    'await echo.bind(["127.0.0.1", 0]);\nawait echo.listen();\n'
    "async function serve() {\n"
    "  for await (const [guest] of echo) {\n"
    "    const word = decode(await guest.recv(100));\n"
    "    console.log(`served ${word}`);\n"
    "    await guest.sendall(Buffer.from(word));\n"
    "    await guest.close();\n  }\n}\n"
    "serve();\nconsole.log(echo.getsockname()[1]);"
)

KINDS = {
    "is short": "1 + 1;",
    "does nothing": "",
    "waits in recv": "got += decode(await talk.recv(1000));\n1 + 1;",
    "waits in accept": "await server.accept();",
    "waits for a timer": "await new Promise((done) => setTimeout(done, 1e9));",
    "waits for a short timer": "await new Promise((done) => setTimeout(done, 30));",
    "loops": "while (true) {}",
    "catches and waits": f"for (;;) {{ try {{ {FOREVER} }} catch {{}} }}",
    "catches and loops": "for (;;) { try { while (true) {} } catch {} }",
    "prints for ever": 'for (;;) console.log("cell NUMBER");',
    "prints and waits": (
        'for (let n = 0; n < 30; n++) { console.log("cell NUMBER", n);'
        " await new Promise((done) => setImmediate(done)); }"
    ),
    "prints later": 'const laterNUMBER = setTimeout(() => console.log("cell NUMBER later"), 20);',
    "is long to compile": "".join(f"const cNUMBER_{n} = {n} + {n};\n" for n in range(200)),
    "cleans up": f'try {{ {FOREVER} }} finally {{ console.log("cell NUMBER cleaned"); }}',
    "does not compile": 'const wrongNUMBER: number = "text";',
}
TAKERS = ("waits in recv", "waits in accept")


@dataclass
class StormCell:
    number: int
    kind: str
    ran: Ran

    def check(self) -> None:
        """Ended well or as interrupted, and holds nothing but its own output."""
        name = f"cell {self.number}, which {self.kind},"
        allowed = "TypeScriptError:" if self.kind == "does not compile" else "Interrupted:"
        if self.ran.status != "ok" and not self.ran.error.startswith(allowed):
            raise Found(f"{name} ended as {self.ran.status}, {self.ran.error!r}")
        for line in self.ran.text().splitlines():
            if line.split(" ")[:2] != ["cell", str(self.number)]:
                raise Found(f"under {name} stands {line!r}")
        if self.ran.text("stderr") or not set(self.ran.shown) <= {"2"}:
            raise Found(f"{name} put out {self.ran.text('stderr')!r} {self.ran.shown}")


def code_of(number: int, kind: str) -> str:
    return f'console.log("cell {number}");\n{KINDS[kind].replace("NUMBER", str(number))}'
