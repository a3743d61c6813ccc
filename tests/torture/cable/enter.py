"""Runs a command at one end of a cable:

    python3 enter.py PARENT CARRIER DESCRIPTOR COMMAND...

CARRIER is the process that carries the cable, DESCRIPTOR the number under which it holds that end open.
The command ends when its parent ends, also when that was killed.
"""

import os
import signal
import sys

from ends import CLONE_NEWNET, CLONE_NEWUSER, system

PR_SET_PDEATHSIG = 1  # <linux/prctl.h>

parent, carrier, descriptor, *command = sys.argv[1:]
network = os.open(f"/proc/{carrier}/fd/{descriptor}", os.O_RDONLY)
user = os.open(f"/proc/{carrier}/ns/user", os.O_RDONLY)
if os.fstat(user).st_ino != os.stat("/proc/self/ns/user").st_ino:
    system("setns", user, CLONE_NEWUSER)
system("setns", network, CLONE_NEWNET)
system("prctl", PR_SET_PDEATHSIG, signal.SIGKILL)
if os.getppid() == int(parent):  # else it has ended already
    os.execvp(command[0], command)
