// Written so that any Node which knows modules can read it: it is what tells that one is too old.

/**
 * Whether this Node can load the course's library with `require`, as a notebook's cells do: it can
 * from 20.19 on, and in the line of 22 from 22.12 on.
 * @param {string} version
 */
export function isSupported(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major === 20) return minor >= 19;
  if (major === 22) return minor >= 12;
  return major > 22;
}

/** Ends the program with advice when this Node is too old. */
export function refuseOldNode() {
  if (isSupported(process.versions.node)) return;
  console.error(
    `Socketbook needs Node 20.19 or newer (of the 22 line, 22.12 or newer); this is Node ${process.versions.node}.
${advice()}
Then open a new terminal, check with "node --version", and run the same command again.`,
  );
  process.exit(1);
}

function advice() {
  if (process.platform === "darwin") {
    return 'Install it with "brew install node", or the installer from nodejs.org.';
  }
  if (process.platform === "win32") {
    return 'Install it with "winget install OpenJS.NodeJS.LTS", or the installer from nodejs.org.';
  }
  return "Install a newer one from nodejs.org, or with a version manager such as nvm or fnm.\nThe package of a Linux distribution is often older than that.";
}
