import { spawnSync } from "node:child_process";

/**
 * What a program of a stranger sees and may change: its own copy, at `place`, and no other process. The
 * rest of the disk is there to be read only, and what is hidden is not there at all.
 */
export interface Sandbox {
  /** The folder that the program may change. */
  readonly copy: string;
  /** An empty folder where it finds that copy. */
  readonly place: string;
  readonly hidden: readonly string[];
}

/**
 * Puts a sandbox of Linux around a command: namespaces of its own for processes and mounts, and no
 * rights of the administrator. The first process in it is a shell, because the system protects the first
 * one from signals. When that shell ends, every process in the sandbox is ended by the system.
 */
export function inSandbox(
  words: readonly string[],
  { copy, place, hidden }: Sandbox,
  folder = copy,
): string[] {
  const asSeen = (path: string) => path.replaceAll(copy, place);
  const inside = words.map(asSeen);
  return [...unshare, "sh", "-c", script, copy, place, asSeen(folder), ...hidden, "--", ...inside];
}

/** Whether this machine lets this user make sandboxes: many containers and some systems do not. */
export function makesSandboxes(sandbox: Sandbox): boolean {
  if (process.platform !== "linux") return false;
  const [file = "", ...parameters] = inSandbox(["true"], sandbox);
  return spawnSync(file, parameters, { stdio: "ignore" }).status === 0;
}

// Who is no administrator is one inside, for as long as it takes to mount.
const asRoot = process.getuid?.() === 0 ? [] : ["--user", "--map-root-user"];
const unshare = [
  "unshare",
  ...asRoot,
  "--pid",
  "--fork",
  "--kill-child",
  "--mount",
  "--mount-proc",
  "--",
];

// The devices stay as they are, /sys tells nothing, and the memory that programs share is new and small.
const script = `
  place=$1 folder=$2
  shift 2
  mount --bind "$0" "$place" || exit 125
  while read -r _ _ _ _ point _; do
    point=$(printf %b "$point")
    case $point in /proc | /proc/* | /sys | /sys/* | /dev | /dev/* | "$place") continue ;; esac
    mount -o remount,bind,ro "$point" || exit 125
  done < /proc/self/mountinfo
  while [ "$1" != -- ]; do
    mount -t tmpfs -o ro,size=4k none "$1" || exit 125
    shift
  done
  shift
  mount -t tmpfs -o ro,size=4k none /sys || exit 125
  [ ! -d /dev/shm ] || mount -t tmpfs -o size=64m none /dev/shm || exit 125
  cd "$folder" || exit 125
  exec setpriv --no-new-privs --inh-caps=-all --bounding-set=-all -- sh -c '"$@"; exit $?' sh "$@"
`;
