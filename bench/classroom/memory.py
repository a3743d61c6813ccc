"""How much memory each user of this machine takes: what is shared counts in parts (PSS)."""

from __future__ import annotations

import asyncio
from pathlib import Path


class Memory:
    """The most that each user was seen to take."""

    def __init__(self, users: list[int]) -> None:
        self.most = dict.fromkeys(users, 0)

    async def watch(self) -> None:
        while True:
            now = dict.fromkeys(self.most, 0)
            for process in Path("/proc").glob("[0-9]*"):
                try:
                    user = process.stat().st_uid
                    if user in now:
                        now[user] += proportional(process)
                except OSError:
                    continue  # It has ended meanwhile.
            for user, taken in now.items():
                self.most[user] = max(self.most[user], taken)
            await asyncio.sleep(1)


def proportional(process: Path) -> int:
    for line in (process / "smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0
