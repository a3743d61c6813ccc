import type { SocketLabel } from "../../label.js";
import { history, type RecordedCall } from "../../record.js";
import type { TcpState } from "../../system-sockets.js";
import { wayBetween } from "./edges.js";
import type { Observation } from "./observed.js";

/** A state that a connection went through. */
export interface Visit {
  readonly state: TcpState;
  /** What tells of it, for a person. */
  readonly why: string;
  /** The system's own list showed the state; otherwise it follows from the calls and their outcome. */
  isMeasured: boolean;
}

/** Something that changes the state: to what it is, from each state that it changes. */
interface Event {
  readonly at: number;
  readonly why: string;
  readonly to: Partial<Record<TcpState, TcpState>>;
}

/** The states of a connection in their order, from its record and from what the system said of it. */
export function pathOf(label: SocketLabel, observations: readonly Observation[]): Visit[] {
  const calls = history();
  const visits = beginning(label, calls);
  const events = calls.filter(({ socket }) => socket === label).flatMap(eventsOf);
  const seen = observations.map(({ at, state }) => ({ at, seen: state }));
  for (const each of [...events, ...seen].toSorted((one, other) => one.at - other.at)) {
    if ("to" in each) follow(visits, each);
    else measure(visits, each.seen);
  }
  return visits;
}

/** How the connection came to be; a record that was cleared may not know. */
function beginning(label: SocketLabel, calls: readonly RecordedCall[]): Visit[] {
  const own = calls.filter(({ socket }) => socket === label);
  const isOpened = own.some(({ call }) => call === "connect" || call === "listen");
  if (isOpened || !label.remote) return [visit("CLOSED", "a new socket")];
  const [host, port] = label.remote;
  const isAccepted = calls.some(
    ({ call, address }) => call === "accept" && address?.[0] === host && address[1] === port,
  );
  if (!isAccepted) return [visit("ESTABLISHED", "what was before is not in the record")];
  return [
    visit("LISTEN", "the socket that accepted it"),
    visit("SYN_RECEIVED", "a client connected"),
    visit("ESTABLISHED", "accept() returned it"),
  ];
}

function eventsOf({ call, started, ended = started, outcome, count }: RecordedCall): Event[] {
  const isOk = outcome === "ok";
  if (call === "connect") {
    const begin: Event = { at: started, why: "connect()", to: { CLOSED: "SYN_SENT" } };
    if (outcome === "waiting") return [begin];
    const end: Event = isOk
      ? { at: ended, why: "connect() returned", to: { SYN_SENT: "ESTABLISHED" } }
      : { at: ended, why: `connect() failed: ${outcome}`, to: { SYN_SENT: "CLOSED" } };
    return [begin, end];
  }
  const to = changes[call];
  // shutdown(SHUT_RD) tells the peer nothing; only the other kinds have sent an end.
  if (!to || !isOk || (call === "shutdown" && count === undefined)) return [];
  const at = call === "close" ? started : ended;
  return [{ at, why: reasons[call] ?? `${call}()`, to }];
}

const finish = { ESTABLISHED: "FIN_WAIT_1", CLOSE_WAIT: "LAST_ACK" } as const;
const changes: Readonly<Record<string, Event["to"]>> = {
  listen: { CLOSED: "LISTEN" },
  shutdown: finish,
  close: { ...finish, LISTEN: "CLOSED", SYN_SENT: "CLOSED" },
  finished: { ESTABLISHED: "CLOSE_WAIT", FIN_WAIT_1: "TIME_WAIT", FIN_WAIT_2: "TIME_WAIT" },
  reset: {
    ESTABLISHED: "CLOSED",
    FIN_WAIT_1: "CLOSED",
    FIN_WAIT_2: "CLOSED",
    CLOSE_WAIT: "CLOSED",
  },
};
const reasons: Readonly<Record<string, string>> = {
  finished: "the peer has finished",
  reset: "the connection was reset",
};

function follow(visits: Visit[], { to, why }: Event): void {
  const now = visits.at(-1)?.state ?? "CLOSED";
  const next = to[now];
  if (next === undefined) return;
  const way = next === "CLOSED" ? [next] : (wayBetween(now, next) ?? [next]);
  visits.push(...way.map((state) => visit(state, why)));
}

function measure(visits: Visit[], seen: TcpState | undefined): void {
  const last = visits.at(-1);
  if (seen === undefined && (last?.state === "CLOSED" || last?.state === "SYN_SENT")) return;
  const state = seen ?? "CLOSED";
  if (last && last.state !== state) {
    const way = seen === undefined ? [] : (wayBetween(last.state, state)?.slice(0, -1) ?? []);
    visits.push(...way.map((each) => visit(each, "on the way to the next")));
    const why = seen === undefined ? "the system lists it no more" : "seen in the system's list";
    visits.push(visit(state, why));
  }
  const now = visits.at(-1);
  if (now) now.isMeasured = true;
}

function visit(state: TcpState, why: string): Visit {
  return { state, why, isMeasured: false };
}
