"""Prints the random part of the server's hello, and its public key of the moment, for each of COUNT
connections. Arguments: host, port, COUNT."""

import socket
import ssl
import sys

HOST, PORT, COUNT = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
RECORD_HEADER = 5
HANDSHAKE_HEADER = 4
VERSION = 2


def read(sock, count):
    data = b""
    while len(data) < count:
        more = sock.recv(count - len(data))
        assert more, "the server closed the connection"
        data += more
    return data


def line(sock):
    text = b""
    while not text.endswith(b"\r\n"):
        text += read(sock, 1)
    return text


def hello():
    sock = socket.create_connection((HOST, PORT), 20)
    assert line(sock).startswith(b"220 ")
    sock.sendall(b"AUTH TLS\r\n")
    assert line(sock).startswith(b"234 ")
    context = ssl.create_default_context()
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = context.wrap_bio(incoming, outgoing, server_hostname="localhost")
    try:
        client.do_handshake()
    except ssl.SSLWantReadError:
        pass
    sock.sendall(outgoing.read())
    header = read(sock, RECORD_HEADER)
    body = read(sock, int.from_bytes(header[3:5], "big"))
    sock.close()
    start = HANDSHAKE_HEADER + VERSION
    # The rest holds the session's number, which is the client's, and the server's share of the key.
    return body[start:start + 32].hex() + " " + body[-32:].hex()


for _ in range(COUNT):
    print(hello())
