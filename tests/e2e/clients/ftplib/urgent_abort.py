"""ABOR and STAT as urgent data, the way of RFC 959: in the middle of a download, of an upload, and idle."""

import io
import socket

from session import expect_equal, login

SIZE = 64 << 20


def abort(client):
    """ftplib's own abort() takes one reply; here there is one for the transfer, too."""
    expect_equal(client.abort(), "426 Transfer aborted. Data connection closed.")
    expect_equal(client.getresp(), "226 Abort successful")


def ask(client, line):
    """Telnet's IP and Synch signals, then a command, as RFC 959 has it for STAT."""
    client.sock.sendall(b"\xff\xf4")
    client.sock.send(b"\xff", socket.MSG_OOB)
    client.sock.sendall(b"\xf2" + line.encode() + b"\r\n")
    return client.getmultiline()


with login() as client:
    with open("/dev/zero", "rb") as zeroes:
        client.storbinary("STOR big", io.BytesIO(zeroes.read(SIZE)), blocksize=1 << 20)

    with client.transfercmd("RETR big") as data:
        data.recv(1000)
        expect_equal(ask(client, "STAT").splitlines()[-2].startswith(" RETR /big ("), True)
        abort(client)
    expect_equal(client.size("big"), SIZE)

    with client.transfercmd("STOR part") as data:
        data.sendall(b"x" * 100_000)
        expect_equal(ask(client, "NOOP"), "200 NOOP: data transfer in progress")
        expect_equal(ask(client, "STAT").splitlines()[-2].startswith(" STOR /part ("), True)
        abort(client)
    client.voidcmd("NOOP")

    received = bytearray()
    client.retrbinary("RETR big", received.extend)
    expect_equal(len(received), SIZE)

    expect_equal(client.abort(), "226 Abort successful")
