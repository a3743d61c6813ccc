"""A cable between two network namespaces, with the weather that its one argument tells:

    python3 carry.py '{"seed": "7", "delay": 5, "jitter": 2, "loss": 0.02, ...}'

It carries IP packets from one end to the other, and delays, loses, doubles and reorders some of them on
the way. The n-th packet of a direction has the same fate under the same seed. On standard output it says
{"ready": ...}, and {"cut": true} when the cable is cut. Each line of standard input is a command:

    {"cutAfter": 40}    cut the cable at the packet after so many of the server's: {"set": true};
                        with "way": "server" or "client", what that one sends is lost, and no more
    {"mend": true}      mend it
    {"count": true}     tell what each direction has carried: {"counts": ...}

It ends with its standard input.
"""

import heapq
import json
import os
import random
import select
import sys
import time

import ends

packet_limit = 65536


class Direction:
    """The way from one device to the other."""

    def __init__(self, name: str, source: int, target: int, weather: dict) -> None:
        self.source, self.target, self.weather = source, target, weather
        self.random = random.Random(f"{weather['seed']} {name}")
        self.last_due = self.free_at = 0.0
        self.is_cut = False
        self.counts = dict(sent=0, lost=0, doubled=0, overtaken=0, delivered=0)

    def fate(self, length: int) -> list[float]:
        """When the next packet arrives: never, once, or twice."""
        # Every packet draws as often, so that its fate depends on its number alone.
        lost, doubled, overtaken, jitter = (self.random.random() for _ in range(4))
        weather = self.weather
        if lost < weather["loss"]:
            self.counts["lost"] += 1
            return []
        start = max(time.monotonic(), self.free_at)
        self.free_at = start + length / weather["rate"]
        due = start + (weather["delay"] + jitter * weather["jitter"]) / 1000
        if overtaken < weather["reorder"]:
            self.counts["overtaken"] += 1
            due = max(due, self.last_due) + weather["late"] / 1000
        else:
            due = self.last_due = max(due, self.last_due)
        if doubled < weather["duplicate"]:
            self.counts["doubled"] += 1
            return [due, due]
        return [due]


class Cable:
    def __init__(self, server: int, client: int, weather: dict) -> None:
        self.server = Direction("from the server", server, client, weather)
        self.client = Direction("from the client", client, server, weather)
        self.under_way: list[tuple[float, int, Direction, bytes]] = []
        self.number = 0
        self.cut_after: int | None = None
        self.cut_way = "both"

    def carry(self) -> None:
        commands = Lines(sys.stdin.fileno())
        while not commands.ended:
            wait = None
            if self.under_way:
                wait = max(0.0, self.under_way[0][0] - time.monotonic())
            sources = [commands.source, self.server.source, self.client.source]
            readable, _, _ = select.select(sources, [], [], wait)
            if commands.source in readable:
                for line in commands.read():
                    self.obey(json.loads(line))
            for direction in (self.server, self.client):
                if direction.source in readable:
                    self.take(direction)
            self.deliver()

    def take(self, direction: Direction) -> None:
        try:
            packet = os.read(direction.source, packet_limit)
        except BlockingIOError:
            return
        if packet[0] >> 4 != 4:
            return  # the system greets its neighbours by IPv6, whenever it likes
        limit = self.cut_after
        if direction is self.server and limit is not None and direction.counts["sent"] >= limit:
            self.cut()
        direction.counts["sent"] += 1
        fate = direction.fate(len(packet))
        if direction.is_cut:
            return
        for due in fate:
            self.number += 1
            heapq.heappush(self.under_way, (due, self.number, direction, packet))

    def deliver(self) -> None:
        now = time.monotonic()
        while self.under_way and self.under_way[0][0] <= now:
            _, _, direction, packet = heapq.heappop(self.under_way)
            os.write(direction.target, packet)
            direction.counts["delivered"] += 1

    def obey(self, command: dict) -> None:
        match command:
            case {"mend": True}:
                self.server.is_cut = self.client.is_cut = False
            case {"cutAfter": int(packets)}:
                self.cut_after, self.cut_way = packets, command.get("way", "both")
                say(set=True)
            case {"count": True}:
                self.deliver()
                say(counts={"server": self.server.counts, "client": self.client.counts})
            case _:
                raise ValueError(f"no such command: {command}")

    def cut(self) -> None:
        """What is under way is lost as well."""
        self.cut_after = None
        self.server.is_cut = self.cut_way != "client"
        self.client.is_cut = self.cut_way != "server"
        left = [packet for packet in self.under_way if not packet[2].is_cut]
        heapq.heapify(left)
        self.under_way = left
        say(cut=True)


class Lines:
    """What is read from a pipe, line by line."""

    def __init__(self, source: int) -> None:
        self.source, self.ended, self.rest = source, False, b""

    def read(self) -> list[bytes]:
        chunk = os.read(self.source, 65536)
        self.ended = chunk == b""
        *lines, self.rest = (self.rest + chunk).split(b"\n")
        return lines


def say(**words: object) -> None:
    print(json.dumps(words), flush=True)


def main() -> None:
    weather = json.loads(sys.argv[1])
    try:
        server_end = ends.new_namespace()
        server = ends.new_device("192.0.2.1")
        client_end = ends.new_namespace()
        client = ends.new_device("192.0.2.2")
    except OSError as error:
        if (what := ends.missing(error)) is None:
            raise
        say(missing=what)
        return
    say(ready={"python": sys.executable, "server": server_end, "client": client_end})
    Cable(server, client, weather).carry()


main()
