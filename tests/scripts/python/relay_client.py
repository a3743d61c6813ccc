"""A client behind a relay: `tcp PORT TEXT…` sends lines and shows each chunk, `udp PORT N` datagrams."""
import errno
import socket
import sys

kind, port, *texts = sys.argv[1:]
if kind == "tcp":
    try:
        with socket.create_connection(("127.0.0.1", int(port)), 30) as client:
            for text in texts:
                client.sendall(text.encode() + b"\n")
            client.shutdown(socket.SHUT_WR)
            while chunk := client.recv(4096):
                print(repr(chunk.decode()), flush=True)
            print("end", flush=True)
    except OSError as error:
        # A reset may come at any time: these are the words for it, call by call.
        if error.errno not in (errno.ECONNRESET, errno.EPIPE, errno.ENOTCONN):
            raise
        print("reset", flush=True)
else:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.settimeout(1.5)
        answers = []
        for number in range(int(texts[0])):
            client.sendto(f"n{number}".encode(), ("127.0.0.1", int(port)))
            try:
                answers.append(client.recv(4096).decode())
            except socket.timeout:
                answers.append("-")
        print(" ".join(answers), flush=True)
