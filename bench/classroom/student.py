"""One student of the measured class: starts a server at the hub, runs notebooks in it, and stops it."""

from __future__ import annotations

import json
import time
import uuid
from pathlib import Path
from typing import Any

from tornado.httpclient import AsyncHTTPClient, HTTPRequest, HTTPResponse
from tornado.websocket import WebSocketClientConnection, websocket_connect

LIMIT = 600.0


class Hub:
    """The REST interface of the hub and of the servers behind it."""

    def __init__(self, url: str, token: str) -> None:
        self.url = url
        self.headers = {"Authorization": f"token {token}"}

    async def ask(self, method: str, path: str, body: object = None) -> HTTPResponse:
        data = None if method in ("GET", "DELETE") else json.dumps(body or {})
        request = HTTPRequest(
            self.url + path, method, self.headers, data, request_timeout=LIMIT, connect_timeout=60
        )
        return await AsyncHTTPClient().fetch(request)

    async def channels(self, path: str) -> WebSocketClientConnection:
        address = self.url.replace("http", "ws", 1) + path
        return await websocket_connect(HTTPRequest(address, headers=self.headers))


class Student:
    """What one student did, how long it took, and whatever went wrong."""

    def __init__(self, hub: Hub, name: str) -> None:
        self.hub = hub
        self.name = name
        self.seconds: dict[str, float] = {}
        self.wrong: list[str] = []

    async def learn(self, notebooks: list[Path]) -> None:
        began = time.monotonic()
        await self.hub.ask("POST", f"/hub/api/users/{self.name}")
        await self.hub.ask("POST", f"/hub/api/users/{self.name}/server")
        while not await self._ready():
            pass
        self.seconds["server"] = time.monotonic() - began
        for notebook in notebooks:
            began = time.monotonic()
            await self._run(notebook)
            self.seconds[notebook.stem] = time.monotonic() - began

    async def stop(self) -> None:
        await self.hub.ask("DELETE", f"/hub/api/users/{self.name}/server")

    async def _ready(self) -> bool:
        # The hub answers with one event after another, and ends the answer when the server is ready.
        answer = await self.hub.ask("GET", f"/hub/api/users/{self.name}/server/progress")
        return '"ready": true' in answer.body.decode()

    async def _run(self, notebook: Path) -> None:
        base = f"/user/{self.name}/api/kernels"
        body = {"name": "tslab", "path": f"notebooks/{notebook.name}"}
        kernel = json.loads((await self.hub.ask("POST", base, body)).body)["id"]
        channels = await self.hub.channels(f"{base}/{kernel}/channels")
        for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                await self._cell(channels, notebook.stem, cell)
        channels.close()
        await self.hub.ask("DELETE", f"{base}/{kernel}")

    async def _cell(self, channels: WebSocketClientConnection, where: str, cell: Any) -> None:
        asked = str(uuid.uuid4())
        content = {"code": "".join(cell["source"]), "silent": False, "allow_stdin": False}
        header = {"msg_id": asked, "msg_type": "execute_request", "version": "5.3"}
        header |= {"username": self.name, "session": self.name, "date": ""}
        message = {"header": header, "parent_header": {}, "metadata": {"cellId": cell["id"]}}
        await channels.write_message(
            json.dumps(message | {"content": content, "channel": "shell", "buffers": []})
        )
        may_fail = "raises-exception" in cell["metadata"].get("tags", [])
        replied = idle = False
        while not (replied and idle):
            told = await channels.read_message()
            if told is None:
                raise ConnectionError(f"{self.name}: the kernel of {where} is gone")
            told = json.loads(told)
            mine = told["parent_header"].get("msg_id") == asked
            kind, said = told["msg_type"], told["content"]
            if kind == "stream" and "is taken" in said["text"]:
                self.wrong.append(f"{where}: {said['text'].strip()}")
            if kind == "execute_reply" and mine:
                replied = True
                if said["status"] != "ok" and not may_fail:
                    self.wrong.append(f"{where} {cell['id']}: {said.get('evalue', said['status'])}")
            idle = idle or (kind == "status" and mine and said["execution_state"] == "idle")
