"""Runs one program on a pseudo-terminal, as a person's terminal window does.

Usage: terminal.py PROGRAM [ARGUMENT...]. What arrives on standard input is typed; what the program
shows goes to standard output; the exit status is the program's, or 128 plus the signal that ended it.
"""

import fcntl
import os
import pty
import select
import struct
import sys
import termios

ROWS, COLUMNS = 50, 200


def main():
    child, screen = pty.fork()
    if child == 0:
        os.execvp(sys.argv[1], sys.argv[1:])
    fcntl.ioctl(screen, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))

    sources = [screen, sys.stdin.fileno()]
    while screen in sources:
        ready, _, _ = select.select(sources, [], [])
        if screen in ready and not copy(screen, sys.stdout.fileno()):
            sources.remove(screen)
        if sys.stdin.fileno() in ready and not copy(sys.stdin.fileno(), screen):
            sources.remove(sys.stdin.fileno())

    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    sys.exit(status if status >= 0 else 128 - status)


def copy(source, target):
    """Passes on what is there; False at the end."""
    try:
        data = os.read(source, 65536)
    except OSError:  # Linux reports EIO once nobody holds the other end of a pseudo-terminal
        return False
    while data:
        data = data[os.write(target, data) :]
        if not data:
            return True
    return False


main()
