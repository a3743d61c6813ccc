import assert from "node:assert/strict";
import { test } from "node:test";
import {
  AF_INET,
  AF_INET6,
  decode,
  encode,
  IP_ADD_MEMBERSHIP,
  IP_MULTICAST_LOOP,
  IP_MULTICAST_TTL,
  IP_TTL,
  IPPROTO_IP,
  IPPROTO_IPV6,
  IPPROTO_TCP,
  IPV6_V6ONLY,
  SO_ACCEPTCONN,
  SO_BROADCAST,
  SO_DOMAIN,
  SO_KEEPALIVE,
  SO_LINGER,
  SO_PROTOCOL,
  SO_RCVBUF,
  SO_REUSEADDR,
  SO_SNDBUF,
  SO_TYPE,
  SOCK_DGRAM,
  SOL_SOCKET,
  socket,
} from "socketbook";
import { bound, home, rawPeer } from "./datagram-peers.js";
import { failureOf } from "./peers.js";

test("what a UDP socket is can be asked", async () => {
  const { ours } = await bound();
  assert.equal(ours.getsockopt(SOL_SOCKET, SO_TYPE), SOCK_DGRAM);
  assert.equal(ours.getsockopt(SOL_SOCKET, SO_DOMAIN), AF_INET);
  assert.equal(ours.getsockopt(SOL_SOCKET, SO_PROTOCOL), 17);
  assert.equal(ours.getsockopt(SOL_SOCKET, SO_ACCEPTCONN), 0);
});

for (const [name, option] of [
  ["SO_RCVBUF", SO_RCVBUF],
  ["SO_SNDBUF", SO_SNDBUF],
] as const) {
  test(`${name} set before bind holds after it, and the system tells the size`, async () => {
    const ours = socket(AF_INET, SOCK_DGRAM);
    ours.setsockopt(SOL_SOCKET, option, 32_768);
    await ours.bind([home, 0]);
    // Linux doubles what it is asked for; others do not.
    const size = Number(ours.getsockopt(SOL_SOCKET, option));
    assert.ok(size === 32_768 || size === 65_536, String(size));

    ours.setsockopt(SOL_SOCKET, option, 16_384);
    assert.ok(Number(ours.getsockopt(SOL_SOCKET, option)) < size);
  });
}

for (const [name, level, option, value] of [
  ["SO_BROADCAST", SOL_SOCKET, SO_BROADCAST, 1],
  ["IP_TTL", IPPROTO_IP, IP_TTL, 7],
  ["IP_MULTICAST_TTL", IPPROTO_IP, IP_MULTICAST_TTL, 3],
  ["IP_MULTICAST_LOOP", IPPROTO_IP, IP_MULTICAST_LOOP, 0],
] as const) {
  test(`${name} can be set before and after bind, and is remembered`, async () => {
    const early = socket(AF_INET, SOCK_DGRAM);
    early.setsockopt(level, option, value);
    await early.bind([home, 0]);
    assert.equal(early.getsockopt(level, option), value);

    const { ours } = await bound();
    ours.setsockopt(level, option, value);
    assert.equal(ours.getsockopt(level, option), value);
  });
}

test("with SO_REUSEADDR two sockets share a port", async () => {
  const first = socket(AF_INET, SOCK_DGRAM);
  first.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1);
  await first.bind([home, 0]);
  const second = socket(AF_INET, SOCK_DGRAM);
  second.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1);
  await second.bind(first.getsockname());

  assert.deepEqual(second.getsockname(), first.getsockname());
});

test("SO_REUSEADDR after bind comes too late: EINVAL", async () => {
  const { ours } = await bound();
  assert.throws(() => ours.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1), { code: "EINVAL" });
});

test("IPV6_V6ONLY leaves the port of IPv4 to others; without it IPv4 comes in too", async () => {
  const only = socket(AF_INET6, SOCK_DGRAM);
  only.setsockopt(IPPROTO_IPV6, IPV6_V6ONLY, 1);
  await only.bind(["", 0]);
  const [, port] = only.getsockname();
  assert.equal((await rawPeer("0.0.0.0", port)).port, port);

  const both = socket(AF_INET6, SOCK_DGRAM);
  await both.bind(["", 0]);
  await (await rawPeer()).send("four", both.getsockname()[1]);
  const [bytes, [host]] = await both.recvfrom(10);
  assert.equal(decode(bytes), "four");
  assert.equal(host, `::ffff:${home}`);
});

for (const [name, level, option] of [
  ["SO_KEEPALIVE", SOL_SOCKET, SO_KEEPALIVE],
  ["SO_LINGER", SOL_SOCKET, SO_LINGER],
  ["an option of TCP", IPPROTO_TCP, 1],
  ["IPV6_V6ONLY on IPv4", IPPROTO_IPV6, IPV6_V6ONLY],
  ["an unknown option", SOL_SOCKET, 9999],
] as const) {
  test(`${name} is refused with ENOPROTOOPT, and the reason`, async () => {
    const ours = socket(AF_INET, SOCK_DGRAM);
    assert.throws(() => ours.setsockopt(level, option, 1), {
      code: "ENOPROTOOPT",
      syscall: "setsockopt",
      message: /: .+ \(ENOPROTOOPT\)/,
    });
  });
}

test("a value of the wrong kind is refused with EINVAL at once", async () => {
  const ours = socket(AF_INET, SOCK_DGRAM);
  assert.throws(() => ours.setsockopt(SOL_SOCKET, SO_BROADCAST, "on"), { code: "EINVAL" });
  assert.throws(() => ours.setsockopt(SOL_SOCKET, SO_RCVBUF, -1), { code: "EINVAL" });
  assert.throws(() => ours.setsockopt(IPPROTO_IP, IP_TTL, 256), { code: "EINVAL" });
});

test("an option that the system refuses at bind fails the bind and frees the port", async () => {
  const peer = await rawPeer();
  await peer.close();
  const ours = socket(AF_INET, SOCK_DGRAM);
  ours.setsockopt(IPPROTO_IP, IP_ADD_MEMBERSHIP, "127.0.0.1");
  assert.equal((await failureOf(ours.bind([home, peer.port]))).code, "EINVAL");

  const next = await rawPeer(home, peer.port);
  await next.send(encode("free"), peer.port);
});
