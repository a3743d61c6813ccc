/** What programs of any language need to know of the machine. */
// biome-ignore format: a list to look over
const harmless = [
  "PATH", "HOME", "LANG", "LANGUAGE", "LC_ALL", "LC_CTYPE", "TZ", "LD_LIBRARY_PATH", "JAVA_HOME", "DOTNET_ROOT",
  "GOROOT", "CARGO_HOME", "RUSTUP_HOME", "PYENV_ROOT", "PYTHONPATH", "VIRTUAL_ENV", "NVM_DIR", "NODE_PATH",
  "SystemRoot", "SystemDrive", "ComSpec", "PATHEXT", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "ProgramFiles",
];

/**
 * The environment of a submission: what it needs, and none of the keys and passwords that a teacher may
 * have there. `more` names what a class needs besides. Temporary files go into `temporary`.
 */
export function environmentFor(temporary: string, more: readonly string[]): NodeJS.ProcessEnv {
  const given = [...harmless, ...more].flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(given), TMPDIR: temporary, TEMP: temporary, TMP: temporary };
}
