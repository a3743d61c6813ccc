# The client of documents 003 and 004: the calls of 004's cells, the texts of 003's screenshots.
import sys
from socket import *

serverName = "127.0.0.1"
serverPort = int(sys.argv[1]) if len(sys.argv) > 1 else 12000

clientSocket = socket(AF_INET, SOCK_STREAM)
clientSocket.connect((serverName, serverPort))

message = input("Input lowercase sequence: ")

clientSocket.send(message.encode())

modifiedMessage = clientSocket.recv(2048)
print("Message received:", modifiedMessage.decode())

clientSocket.close()
