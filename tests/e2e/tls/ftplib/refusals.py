"""What nobody may slip in, cut off or take over."""

import ftplib
import io
import os

from ftps import connect, context, data_by, expect_equal, expect_refused, login


def injected():
    """What is said before the handshake does not count after it."""
    client = ftplib.FTP(timeout=20)
    client.connect(os.sys.argv[1], int(os.sys.argv[2]))
    client.sock.sendall(b"AUTH TLS\r\nUSER " + os.sys.argv[3].encode() + b"\r\n")
    assert client.getresp().startswith("234")
    client.sock = context().wrap_socket(client.sock)
    client.file = client.sock.makefile("r", encoding="utf-8")
    expect_refused("503", lambda: client.sendcmd(f"PASS {os.sys.argv[4]}"))
    client.sock.close()


def no_handshake():
    client = ftplib.FTP(timeout=20)
    client.connect(os.sys.argv[1], int(os.sys.argv[2]))
    assert client.sendcmd("AUTH TLS").startswith("234")
    client.sock.sendall(b"USER somebody\r\n")
    expect_refused("421", client.getresp)
    client.sock.close()


def foreign_session():
    """A data connection has to go on with the session of its own control connection."""
    client, other = login(), login()
    client.storbinary("STOR file", io.BytesIO(b"content"))
    others = data_by(other, other.sock.session, "RETR file")
    other.voidresp()
    for line in ("LIST", "NLST", "MLSD", "RETR file", "STOR new", "APPE file", "STOU"):
        # Who is refused gets nothing to come back with, either.
        left = data_by(client, None, line)
        expect_refused("425", client.voidresp)
        for session in (left, other.sock.session, others):
            data_by(client, session, line)
            expect_refused("425", client.voidresp)
    # What a download leaves may be gone on with.
    own = data_by(client, client.sock.session, "RETR file")
    client.voidresp()
    data_by(client, own, "RETR file")
    client.voidresp()
    found = []
    client.retrbinary("RETR file", found.append)
    expect_equal(b"".join(found), b"content")
    expect_equal(client.nlst(), ["file"])
    client.delete("file")
    client.quit()
    other.quit()


def plain_data():
    client = login()
    sock, _ = ftplib.FTP.ntransfercmd(client, "STOR file")
    sock.sendall(b"not a handshake")
    sock.close()
    expect_refused("425", client.voidresp)
    client.quit()


def truncated():
    """An upload that ends without a word of its end may have lost some of it."""
    client = login()
    sock, _ = client.ntransfercmd("STOR cut")
    sock.sendall(b"the beginning")
    sock.close()
    expect_refused("426", client.voidresp)
    expect_equal(client.sendcmd("NOOP")[:3], "200")
    client.delete("cut")
    client.quit()


def renegotiation():
    client = connect()
    expect_refused("503", lambda: client.sendcmd("AUTH TLS"))
    client.quit()


injected()
no_handshake()
foreign_session()
plain_data()
truncated()
renegotiation()
