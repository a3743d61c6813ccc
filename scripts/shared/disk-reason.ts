const reasons: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EDQUOT: "the disk space of this user is used up",
  EFBIG: "a file this large is not allowed",
  EMFILE: "too many files are open",
  ENFILE: "too many files are open",
  ENOENT: "its folder does not exist",
  ENOSPC: "the disk is full",
  EPERM: "permission denied",
};

/** Why a file cannot be written, for a person; undefined where only the system's own words are known. */
export function diskReason({ code = "" }: NodeJS.ErrnoException): string | undefined {
  return reasons[code];
}
