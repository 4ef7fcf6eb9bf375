"""Hellos that no library sends any more, written by hand (RFC 5246 section 7.4.1, RFC 6520).

Arguments: host and port. Prints a line for each hello: its name, and what the server answered: `alert`
with its number, `end`, or `hello` with version, cipher and compression in hex and the extensions.
"""

import os
import socket
import struct
import sys

TLS_1_2 = 0x0303

SUITES = {
    "NULL": [0x0001, 0x0002, 0x003B, 0xC006, 0xC010],
    "anonymous": [0x0018, 0x0034, 0x006C, 0x00A6, 0xC018, 0xC019],
    "export": [0x0003, 0x0006, 0x0008, 0x000B, 0x000E, 0x0014],
    "DES": [0x0009, 0x0015],
    "3DES": [0x000A, 0x0016, 0xC008, 0xC012],
    "RC4": [0x0004, 0x0005, 0xC007, 0xC011],
    "IDEA and SEED": [0x0007, 0x0096],
}
GOOD = [0xC02B, 0xC02C, 0xC023, 0xC00A]  # ECDHE-ECDSA with AES


def extension(number, content):
    return struct.pack("!HH", number, len(content)) + content


def hello(version, suites, compressions=b"\0", more=b""):
    """A record with the hello of a client that knows P-256 and ECDSA and RSA with SHA-256."""
    extensions = (
        extension(10, bytes.fromhex("00020017"))
        + extension(11, bytes.fromhex("0100"))
        + extension(13, bytes.fromhex("000404030401"))
        + more
    )
    body = struct.pack("!H", version) + os.urandom(32) + b"\0"
    body += struct.pack(f"!H{len(suites)}H", 2 * len(suites), *suites)
    body += struct.pack("!B", len(compressions)) + compressions
    body += struct.pack("!H", len(extensions)) + extensions
    message = b"\1" + struct.pack("!I", len(body))[1:] + body
    return struct.pack("!BHH", 22, min(version, 0x0301), len(message)) + message


def told(version, suite, compression, extensions):
    numbers = []
    while len(extensions) >= 4:
        number, length = struct.unpack("!HH", extensions[:4])
        numbers.append(str(number))
        extensions = extensions[4 + length :]
    return f"hello {version:04x} {suite:04x} {compression:02x} {','.join(numbers)}"


def answer(record):
    with socket.create_connection((sys.argv[1], int(sys.argv[2])), timeout=60) as server:
        stream = server.makefile("rb")
        stream.readline()
        server.sendall(b"AUTH TLS\r\n")
        assert stream.readline().startswith(b"234")
        server.sendall(record)
        head = stream.read(5)
        if len(head) < 5:
            return "end"
        kind, _, length = struct.unpack("!BHH", head)
        content = stream.read(length)
        if kind == 21:
            return f"alert {content[1]}"
        assert kind == 22 and content[0] == 2, content
        version, skipped = struct.unpack("!H", content[4:6])[0], content[38]
        rest = content[39 + skipped :]
        suite, compression = struct.unpack("!HB", rest[:3])
        return told(version, suite, compression, rest[5:])


print("good:", answer(hello(TLS_1_2, GOOD)))
print("compression:", answer(hello(TLS_1_2, GOOD, b"\1\0")))
print("heartbeat:", answer(hello(TLS_1_2, GOOD, more=extension(15, b"\1"))))
print("SSL 3:", answer(hello(0x0300, GOOD)))
print("TLS 1.1:", answer(hello(0x0302, GOOD)))
for name, suites in SUITES.items():
    print(f"{name}:", answer(hello(TLS_1_2, suites)))
