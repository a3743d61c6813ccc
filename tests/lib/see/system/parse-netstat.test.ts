/** The systems that this machine is not: their tables, as their own tools print them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  keyOf,
  parseLsof,
  parseMacNetstat,
  parseWindowsNetstat,
} from "../../../../lib/src/see/system/parse-netstat.js";
import { parseTable, type SystemSocket } from "../../../../lib/src/system-sockets.js";

function told(sockets: readonly SystemSocket[]): string[] {
  return sockets.map(({ kind, version, state, local, remote, receiveQueue, sendQueue, owner }) =>
    [kind + version, state, local.join(" "), remote.join(" "), receiveQueue, sendQueue, owner].join(
      "|",
    ),
  );
}

test("macOS: netstat -an", () => {
  const output = `Active Internet connections (including servers)
Proto Recv-Q Send-Q  Local Address          Foreign Address        (state)
tcp4       0      0  127.0.0.1.12000        127.0.0.1.51034        ESTABLISHED
tcp4       5      0  127.0.0.1.51034        127.0.0.1.12000        CLOSE_WAIT
tcp4       0      0  127.0.0.1.12000        *.*                    LISTEN
tcp6       0      0  fe80::1%lo0.1024       fe80::2%lo0.1025       SYN_RCVD
tcp46      0      0  *.8080                 *.*                    LISTEN
tcp4       0      0  127.0.0.1.51036        127.0.0.1.12000        FIN_WAIT_2
udp4       0      0  127.0.0.1.50001        *.*
udp6       0      0  *.5353                 *.*
udp4       0      0  127.0.0.1.60000        127.0.0.1.50001
udp4       0      0  *.*                    *.*
Active Multipath Internet connections
Proto/ID  Flags      Local Address          Foreign Address        (state)
Active LOCAL (UNIX) domain sockets
Address          Type   Recv-Q Send-Q            Inode             Conn             Refs          Nextref Addr
6f1c8d7e3a2b1c0d stream      0      0                0 6f1c8d7e3a2b1c0e                0                0 /var/run/x
`;
  assert.deepEqual(told(parseMacNetstat(output)), [
    "TCP4|ESTABLISHED|127.0.0.1 12000|127.0.0.1 51034|0|0|",
    "TCP4|CLOSE_WAIT|127.0.0.1 51034|127.0.0.1 12000|5|0|",
    "TCP4|LISTEN|127.0.0.1 12000| 0|0|0|",
    "TCP6|SYN_RECEIVED|fe80::1 1024|fe80::2 1025|0|0|",
    "TCP6|LISTEN| 8080| 0|0|0|",
    "TCP4|FIN_WAIT_2|127.0.0.1 51036|127.0.0.1 12000|0|0|",
    "UDP4|open|127.0.0.1 50001| 0|0|0|",
    "UDP6|open| 5353| 0|0|0|",
    "UDP4|connected|127.0.0.1 60000|127.0.0.1 50001|0|0|",
    "UDP4|open| 0| 0|0|0|",
  ]);
});

test("macOS: lsof names the owners of the same sockets", () => {
  const owners = parseLsof(
    "p4711\ncPython\nf3\nPTCP\nn127.0.0.1:12000\nf4\nPTCP\nn127.0.0.1:12000->127.0.0.1:51034\n" +
      "p4712\ncnode\nf20\nPUDP\nn*:5353\nf21\nPTCP\nn[::1]:8080->[::1]:9090\n",
  );
  assert.deepEqual(
    [
      keyOf("TCP", ["127.0.0.1", 12000], ["", 0]),
      keyOf("TCP", ["127.0.0.1", 12000], ["127.0.0.1", 51034]),
      keyOf("UDP", ["", 5353], ["", 0]),
      keyOf("TCP", ["::1", 8080], ["::1", 9090]),
      keyOf("TCP", ["::1", 1], ["::1", 2]),
    ].map((key) => owners.get(key)),
    [
      "Python (process 4711)",
      "Python (process 4711)",
      "node (process 4712)",
      "node (process 4712)",
      undefined,
    ],
  );
});

test("Windows: netstat -ano, in two languages", () => {
  const output = `
Active Connections

  Proto  Local Address          Foreign Address        State           PID
  TCP    0.0.0.0:135            0.0.0.0:0              LISTENING       1060
  TCP    127.0.0.1:12000        127.0.0.1:58813        ESTABLISHED     4711
  TCP    127.0.0.1:58813        127.0.0.1:12000        TIME_WAIT       0
  TCP    127.0.0.1:58814        127.0.0.1:12000        HERGESTELLT     4712
  TCP    [::1]:12000            [::]:0                 LISTENING       4711
  UDP    127.0.0.1:50001        *:*                                    4711
  UDP    [fe80::1%4]:1900       *:*                                    99
`.replaceAll("\n", "\r\n");
  assert.deepEqual(told(parseWindowsNetstat(output)), [
    "TCP4|LISTEN|0.0.0.0 135|0.0.0.0 0|||process 1060",
    "TCP4|ESTABLISHED|127.0.0.1 12000|127.0.0.1 58813|||process 4711",
    "TCP4|TIME_WAIT|127.0.0.1 58813|127.0.0.1 12000|||",
    "TCP4|HERGESTELLT|127.0.0.1 58814|127.0.0.1 12000|||process 4712",
    "TCP6|LISTEN|::1 12000|:: 0|||process 4711",
    "UDP4|open|127.0.0.1 50001| 0|||process 4711",
    "UDP6|open|fe80::1 1900| 0|||process 99",
  ]);
});

test("Linux: /proc/net/tcp6, with an address of IPv4 in it", () => {
  const head =
    "  sl  local_address remote_address st tx_queue rx_queue tr tm->when retrnsmt uid timeout inode\n";
  const row = (local: string, remote: string, state: string) =>
    `   0: ${local} ${remote} ${state} 00000001:0000000A 00:00000000 00000000     0        0 4711 1 0\n`;
  const mapped = "0000000000000000FFFF00000100007F";
  const loopback = "00000000000000000000000001000000";
  const any = "0".repeat(32);
  const text =
    head +
    row(`${loopback}:2EE0`, `${any}:0000`, "0A") +
    row(`${mapped}:2EE0`, `${mapped}:C001`, "06");
  assert.deepEqual(told(parseTable(text, "TCP", 6)), [
    "TCP6|LISTEN|::1 12000|:: 0|10|1|",
    "TCP6|TIME_WAIT|::ffff:127.0.0.1 12000|::ffff:127.0.0.1 49153|10|1|",
  ]);
  assert.deepEqual(parseTable("", "TCP", 6), []);
});

test("nonsense is no socket", () => {
  for (const text of ["", "\0\0", "tcp4 x y z\n", "TCP 1 2", "tcp4 0 0\n".repeat(3)]) {
    assert.deepEqual(parseMacNetstat(text), []);
    assert.deepEqual(parseWindowsNetstat(text), []);
    assert.equal(parseLsof(text).size, 0);
  }
});
