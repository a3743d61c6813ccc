"""Receives datagrams, and on SIGUSR1 prints what came, one number a line, in the order it came:

    python3 count-datagrams.py HOST PORT
"""

import signal
import socket
import sys

signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])
receiving = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
receiving.bind((sys.argv[1], int(sys.argv[2])))
print("ready", flush=True)
signal.sigwait([signal.SIGUSR1])
receiving.setblocking(False)
try:
    while True:
        print(receiving.recv(100).decode())
except BlockingIOError:
    print("done", flush=True)
