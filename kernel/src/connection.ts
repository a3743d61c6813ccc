import { readFileSync } from "node:fs";

/** What a front end tells a kernel in the connection file: where to listen, and the common key. */
export interface Connection {
  readonly transport: string;
  readonly ip: string;
  readonly key: string;
  readonly shell_port: number;
  readonly iopub_port: number;
  readonly stdin_port: number;
  readonly control_port: number;
  readonly hb_port: number;
}

export function readConnection(file: string): Connection {
  return JSON.parse(readFileSync(file, "utf8"));
}

/** The address of one of its sockets in the spelling of ZeroMQ. */
export function address(connection: Connection, port: number): string {
  const { transport, ip } = connection;
  return `${transport}://${ip}${transport === "ipc" ? "-" : ":"}${port}`;
}
