"""Connects from 127.0.0.2 to a port of 127.0.0.1, and prints what comes from there."""

import socket
import sys

thief = socket.create_connection(("127.0.0.1", int(sys.argv[1])), 10, ("127.0.0.2", 0))
print("connected", flush=True)
try:
    while data := thief.recv(100):
        print(data)
except ConnectionResetError:
    pass
