import { descriptorOf, type NodeSocket } from "./node-net.js";
import { SocketError } from "./socket-error.js";

/** So many stay free for what a program opens beside its connections: files, a name to look up. */
const reserve = 16;
let limit: number | undefined;

/**
 * Whether a connection has one of the last descriptors that this process may have. The system hands
 * out the lowest number that is free, so a high number says that all below it are taken. Asked at each
 * arrival, because Node does not tell of the end: it closes who comes then, without a word.
 */
export function isAmongTheLast(socket: NodeSocket): boolean {
  limit ??= openFilesLimit();
  return descriptorOf(socket) >= limit - reserve;
}

/** Whether a call failed because this process, or the whole system, has no descriptor left. */
export function isLackOfDescriptors(error: unknown): boolean {
  return error instanceof SocketError && /^E[MN]FILE$/.test(error.code);
}

/** The limit that `ulimit -n` shows; Node raises it as far as it may when it starts. Windows has none. */
function openFilesLimit(): number {
  const report = process.report as NodeJS.ProcessReport & { excludeNetwork?: boolean };
  const { excludeNetwork = false } = report;
  report.excludeNetwork = true; // or it would look up the name of every peer
  const { userLimits } = report.getReport() as { userLimits?: { open_files: { soft: unknown } } };
  report.excludeNetwork = excludeNetwork;
  const soft = userLimits?.open_files.soft;
  return typeof soft === "number" ? soft : Number.POSITIVE_INFINITY;
}
