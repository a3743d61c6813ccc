# Assignment 3 of document 003, client: python file_client.py server:port:fNameInServer fNameInClient.
import sys
from socket import *

serverName, serverPort, fileInServer = sys.argv[1].split(":")

clientSocket = socket(AF_INET, SOCK_STREAM)
clientSocket.connect((serverName, int(serverPort)))
clientSocket.sendall((fileInServer + "\n").encode())

reply = clientSocket.recv(1024)
while reply and b"\n" not in reply:
    reply += clientSocket.recv(1024)
status, _, block = reply.partition(b"\n")
print(status.decode())

if status.startswith(b"OK "):
    with open(sys.argv[2], "wb") as file:
        file.write(block)
        block = clientSocket.recv(1024)
        while block:
            file.write(block)
            block = clientSocket.recv(1024)

clientSocket.close()
