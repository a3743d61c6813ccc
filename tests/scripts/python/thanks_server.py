# The server of document 002 in Python 3, with the texts of its output in section 1.5. Its host ' ' is
# no address: Python 3 cannot resolve it, so this says ''. Added: a port as argument.
import socket
import sys

s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)

port = int(sys.argv[1]) if len(sys.argv) > 1 else 8080

s.bind(('', port))

s.listen(5)
if port == 0:
    print("Listening on port", s.getsockname()[1], file=sys.stderr)

while True:
    c, addr = s.accept()
    message = c.recv(1024)
    print(('Got Connection from', addr))
    print(message.decode())
    c.send('Thanks for connecting'.encode())
    c.close()
