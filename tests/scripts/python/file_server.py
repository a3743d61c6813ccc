# Assignment 3 of document 003, server: python file_server.py port. The file goes out in blocks of 1024.
import os
import sys
from socket import *

serverSocket = socket(AF_INET, SOCK_STREAM)
serverSocket.bind(("", int(sys.argv[1])))
serverSocket.listen(1)
if sys.argv[1] == "0":
    print("Listening on port", serverSocket.getsockname()[1], file=sys.stderr)

while True:
    connSocket, addr = serverSocket.accept()
    print("Connected by:", addr)

    fileName = connSocket.recv(1024).decode().rstrip("\n")
    print("File requested:", fileName)
    try:
        with open(fileName, "rb") as file:
            connSocket.sendall(("OK %d\n" % os.path.getsize(fileName)).encode())
            block = file.read(1024)
            while block:
                connSocket.sendall(block)
                block = file.read(1024)
    except OSError:
        connSocket.sendall(b"ERROR no such file\n")

    connSocket.close()
