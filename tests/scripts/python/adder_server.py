# Assignment 2 of document 003, server, solved the way the document's own example is written: one recv
# taken for the whole message. Added: a port as argument.
import random
import sys
from socket import *

serverPort = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
serverName = "Server of John Q. Smith"
serverNumber = random.randint(1, 100)

serverSocket = socket(AF_INET, SOCK_STREAM)
serverSocket.bind(("", serverPort))
serverSocket.listen(1)
if serverPort == 0:
    print("Listening on port", serverSocket.getsockname()[1], file=sys.stderr)

while True:
    connSocket, addr = serverSocket.accept()
    print("Connected by:", addr)

    clientName, clientNumber = connSocket.recv(2048).decode().split("\n")[:2]
    clientNumber = int(clientNumber)
    if not 1 <= clientNumber <= 100:
        break

    print("Client name:", clientName)
    print("Server name:", serverName)
    print("Client number:", clientNumber)
    print("Server number:", serverNumber)
    print("Sum:", clientNumber + serverNumber)

    connSocket.send((serverName + "\n" + str(serverNumber) + "\n").encode())
    connSocket.close()

connSocket.close()
serverSocket.close()
