"""Binds a port of this machine without SO_REUSEADDR: that fails while any socket at all has it."""
import socket
import sys

with socket.socket() as taker:
    taker.bind(("127.0.0.1", int(sys.argv[1])))
    print("taken")
