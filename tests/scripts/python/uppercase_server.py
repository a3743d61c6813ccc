# The server of document 003, from its listing. Added: a port as argument; port 0 names the real one.
import sys
from socket import *

serverPort = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
sockBuffer = 2048


def main():
    serverSocket = socket(AF_INET, SOCK_STREAM)  # create TCP welcoming socket
    serverSocket.bind(("", serverPort))

    serverSocket.listen(1)  # begin listening for incoming TCP requests
    print("Server is running")
    if serverPort == 0:
        print("Listening on port", serverSocket.getsockname()[1], file=sys.stderr)

    while True:
        connSocket, addr = serverSocket.accept()  # waits for incoming requests:
        # new socket created on return
        print("Connected by: ", str(addr))

        sentence = connSocket.recv(sockBuffer).decode()  # read a sentence of bytes
        # received from client

        print("Data from connected user: ", sentence)  # display received sentence

        sentenceUpper = sentence.upper()  # convert to upper case

        connSocket.send(sentenceUpper.encode())  # send modified sentence over
        # TCP connection

        connSocket.close()  # close TCP connection:
        # the welcoming socket continues


main()
