"""Measures a class on one machine: so many users of one JupyterHub run notebooks 01 to 05 at once.

    sudo PYTHON bench/classroom/measure.py STUDENTS

PYTHON is that of an environment with `binder/requirements.txt`, `jupyterhub` and the course's kernel (`node
binder/setup.mjs --prefix ENVIRONMENT`), which all users can read, as they can the clone. The proxy is
the command `configurable-http-proxy`, or what CLASS_PROXY names. Linux, as root: it makes users, and removes them.
Ends with status 1 when a cell failed or a port was taken.
"""

from __future__ import annotations

import asyncio
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from memory import Memory
from student import Hub, Student

CLONE = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((CLONE / "notebooks").glob("0[1-5]-*.ipynb"))


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def make_user(name: str, homes: Path) -> None:
    home = homes / name
    subprocess.run(["useradd", "--create-home", "--home-dir", str(home), name], check=True)
    shutil.copytree(CLONE / "notebooks", home / "notebooks")
    subprocess.run(["chown", "--recursive", name, str(home)], check=True)


def remove_user(name: str) -> None:
    subprocess.run(["pkill", "--signal", "KILL", "--uid", name], check=False)
    subprocess.run(["userdel", "--remove", "--force", name], check=False, capture_output=True)


def start_hub(state: Path, url: str, token: str, log: Path) -> subprocess.Popen[bytes]:
    settings = {
        "CLASS_STATE": str(state),
        "CLASS_URL": url,
        "CLASS_HUB_PORT": str(free_port()),
        "CLASS_PROXY": os.environ.get("CLASS_PROXY", "configurable-http-proxy"),
        "CLASS_PROXY_PORT": str(free_port()),
        "CLASS_TOKEN": token,
    }
    config = Path(__file__).parent / "jupyterhub_config.py"
    command = [sys.executable, "-m", "jupyterhub", "--config", str(config)]
    with log.open("wb") as output:
        return subprocess.Popen(
            command, env={**os.environ, **settings}, stdout=output, stderr=output, cwd=state
        )


async def until_answering(hub: Hub, process: subprocess.Popen[bytes]) -> None:
    while process.poll() is None:
        try:
            await hub.ask("GET", "/hub/api/")
            return
        except OSError:
            await asyncio.sleep(0.2)
        except Exception as error:  # The proxy answers 503 before the hub does.
            if getattr(error, "code", None) not in (404, 503, 599):
                raise
            await asyncio.sleep(0.2)
    raise RuntimeError("the hub ended before it answered")


async def measure(hub: Hub, students: list[Student]) -> Memory:
    memory = Memory([pwd.getpwnam(student.name).pw_uid for student in students])
    watching = asyncio.create_task(memory.watch())
    try:
        await asyncio.gather(*(student.learn(NOTEBOOKS) for student in students))
    finally:
        watching.cancel()
    await asyncio.gather(*(student.stop() for student in students))
    return memory


def report(students: list[Student], memory: Memory, seconds: float, processor: float) -> bool:
    print(f"{len(students)} students at once, {os.cpu_count()} processors, {seconds:.0f} s in all")
    for what in students[0].seconds:
        each = sorted(student.seconds[what] for student in students)
        print(f"  {what:28} {each[len(each) // 2]:7.1f} s, at most {each[-1]:.1f} s")
    most = sorted(memory.most.values())
    half, all_of = most[len(most) // 2] / 2**20, most[-1] / 2**20
    print(f"  memory a student: at most {all_of:.0f} MB, half of them at most {half:.0f} MB")
    print(f"  processor time a student: {processor / len(students):.0f} s, the hub's included")
    wrong = [f"{student.name}: {what}" for student in students for what in student.wrong]
    print("\n".join(wrong) or "  every cell ran, and nobody's port was taken")
    return not wrong


def main() -> int:
    count = int(sys.argv[1])
    names = [f"student{number:03}" for number in range(1, count + 1)]
    token = secrets.token_hex(16)
    url = f"http://127.0.0.1:{free_port()}"
    hub = Hub(url, token)
    with tempfile.TemporaryDirectory(prefix="class-", dir=os.environ.get("CLASS_HOMES")) as folder:
        homes = Path(folder)
        homes.chmod(0o755)
        # Found from every home: cells import `socketbook` from the folders above them.
        (homes / "node_modules").symlink_to(CLONE / "node_modules")
        log = Path(tempfile.gettempdir()) / "class-hub.log"
        process = None
        try:
            for name in names:
                make_user(name, homes)
            process = start_hub(homes, url, token, log)
            students = [Student(hub, name) for name in names]
            asyncio.run(until_answering(hub, process))
            began = time.monotonic()
            memory = asyncio.run(measure(hub, students))
            seconds = time.monotonic() - began
        finally:
            if process:
                process.terminate()
                process.wait()
            for name in names:
                remove_user(name)
    spent = os.times()
    processor = spent.children_user + spent.children_system
    return 0 if report(students, memory, seconds, processor) else 1


sys.exit(main())
