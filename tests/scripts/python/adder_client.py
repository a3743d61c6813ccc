# Assignment 2 of document 003, client, solved the way the document's own example is written: (i) the name
# and (ii) the number are two sends, the answer is one recv. Added: a port as argument.
import sys
from socket import *

serverPort = int(sys.argv[1]) if len(sys.argv) > 1 else 12000

name = input("Input your name: ")
number = int(input("Input an integer between 1 and 100: "))

clientSocket = socket(AF_INET, SOCK_STREAM)
clientSocket.connect(("127.0.0.1", serverPort))

clientSocket.send((name + "\n").encode())
clientSocket.send((str(number) + "\n").encode())

reply = clientSocket.recv(2048).decode()
clientSocket.close()
if reply:
    serverName, serverNumber = reply.split("\n")[:2]
    print("Client name:", name)
    print("Server name:", serverName)
    print("Client number:", number)
    print("Server number:", serverNumber)
    print("Sum:", number + int(serverNumber))
