import assert from "node:assert/strict";
import { test } from "node:test";
import {
  AF_INET,
  AF_INET6,
  IP_TTL,
  IPPROTO_IP,
  IPPROTO_IPV6,
  IPPROTO_TCP,
  IPV6_V6ONLY,
  SO_ACCEPTCONN,
  SO_DOMAIN,
  SO_KEEPALIVE,
  SO_LINGER,
  SO_PROTOCOL,
  SO_RCVBUF,
  SO_REUSEADDR,
  SO_TYPE,
  SOCK_STREAM,
  SOL_SOCKET,
  SocketError,
  socket,
  TCP_KEEPIDLE,
  TCP_NODELAY,
} from "socketbook";
import { accepted, listening, rawClient } from "./peers.js";

const make = () => socket(AF_INET, SOCK_STREAM);

test("a switch is off at first, and what was set is read again", () => {
  const ours = make();
  for (const [level, option] of [
    [IPPROTO_TCP, TCP_NODELAY],
    [SOL_SOCKET, SO_KEEPALIVE],
  ] as const) {
    assert.equal(ours.getsockopt(level, option), 0);
    ours.setsockopt(level, option, 1);
    assert.equal(ours.getsockopt(level, option), 1);
    ours.setsockopt(level, option, false);
    assert.equal(ours.getsockopt(level, option), 0);
  }
  ours.setsockopt(IPPROTO_TCP, TCP_KEEPIDLE, 60);
  assert.equal(ours.getsockopt(IPPROTO_TCP, TCP_KEEPIDLE), 60);
});

test("options can be set on a connection too", async () => {
  const { ours, peer } = await accepted();
  ours.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1);
  ours.setsockopt(SOL_SOCKET, SO_KEEPALIVE, 1);
  peer.write("x");
  assert.equal((await ours.recv(1)).length, 1);
  assert.equal(ours.getsockopt(IPPROTO_TCP, TCP_NODELAY), 1);
});

test("an accepted connection starts with the options of its listening socket", async () => {
  const { server, port } = await listening();
  server.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1);
  server.setsockopt(SOL_SOCKET, SO_LINGER, [1, 0]);
  const [, [ours]] = await Promise.all([rawClient(port), server.accept()]);

  assert.equal(ours.getsockopt(IPPROTO_TCP, TCP_NODELAY), 1);
  assert.deepEqual(ours.getsockopt(SOL_SOCKET, SO_LINGER), [1, 0]);

  ours.setsockopt(IPPROTO_TCP, TCP_NODELAY, 0);
  assert.equal(server.getsockopt(IPPROTO_TCP, TCP_NODELAY), 1);
});

test("what a socket is can be asked", async () => {
  const { server } = await listening();
  assert.equal(server.getsockopt(SOL_SOCKET, SO_TYPE), SOCK_STREAM);
  assert.equal(server.getsockopt(SOL_SOCKET, SO_DOMAIN), AF_INET);
  assert.equal(server.getsockopt(SOL_SOCKET, SO_PROTOCOL), IPPROTO_TCP);
  assert.equal(server.getsockopt(SOL_SOCKET, SO_ACCEPTCONN), 1);
  assert.equal(make().getsockopt(SOL_SOCKET, SO_ACCEPTCONN), 0);
});

test("SO_REUSEADDR is as Node leaves it, and cannot be had otherwise", () => {
  const given = process.platform === "win32" ? 0 : 1;
  const ours = make();
  ours.setsockopt(SOL_SOCKET, SO_REUSEADDR, given);
  assert.equal(ours.getsockopt(SOL_SOCKET, SO_REUSEADDR), given);
  const error = failureOfCall(() => ours.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1 - given));
  assert.equal(error.code, "ENOPROTOOPT");
});

test("an option that Node cannot honour fails with ENOPROTOOPT and says which and why", () => {
  const ours = make();
  const calls = [
    () => ours.setsockopt(SOL_SOCKET, SO_RCVBUF, 4096),
    () => ours.getsockopt(SOL_SOCKET, SO_RCVBUF),
    () => ours.setsockopt(SOL_SOCKET, SO_LINGER, [1, 5]),
    () => ours.setsockopt(IPPROTO_IP, IP_TTL, 5),
    () => ours.setsockopt(IPPROTO_IPV6, IPV6_V6ONLY, 1),
    () => ours.setsockopt(SOL_SOCKET, 12_345, 1),
    () => ours.getsockopt(77 as never, 1),
  ];
  for (const call of calls) {
    const error = failureOfCall(call);
    assert.equal(error.code, "ENOPROTOOPT");
    assert.match(error.message, /sockopt on the TCP socket .* failed: .*(Node|AF_INET)/);
  }
  assert.match(failureOfCall(calls[0] as () => void).message, /SO_RCVBUF/);
});

test("a value of the wrong kind fails with EINVAL", () => {
  const ours = make();
  const calls = [
    () => ours.setsockopt(IPPROTO_TCP, TCP_NODELAY, "on"),
    () => ours.setsockopt(IPPROTO_TCP, TCP_NODELAY, 0.5),
    () => ours.setsockopt(IPPROTO_TCP, TCP_KEEPIDLE, 0),
    () => ours.setsockopt(SOL_SOCKET, SO_LINGER, 1),
  ];
  for (const call of calls) assert.equal(failureOfCall(call).code, "EINVAL");
});

test("IPV6_V6ONLY is set before bind", async () => {
  const ours = socket(AF_INET6, SOCK_STREAM);
  assert.equal(ours.getsockopt(IPPROTO_IPV6, IPV6_V6ONLY), 0);
  await ours.bind(["::1", 0]);
  const late = failureOfCall(() => ours.setsockopt(IPPROTO_IPV6, IPV6_V6ONLY, 1));
  assert.equal(late.code, "EINVAL");
});

test("a closed socket has no options: EBADF", async () => {
  const ours = make();
  await ours.close();
  assert.equal(failureOfCall(() => ours.getsockopt(SOL_SOCKET, SO_TYPE)).code, "EBADF");
  assert.equal(failureOfCall(() => ours.setsockopt(SOL_SOCKET, SO_KEEPALIVE, 1)).code, "EBADF");
});

function failureOfCall(call: () => unknown): SocketError {
  try {
    call();
  } catch (error) {
    assert.ok(error instanceof SocketError);
    return error;
  }
  return assert.fail("the call succeeded, and should have failed");
}
