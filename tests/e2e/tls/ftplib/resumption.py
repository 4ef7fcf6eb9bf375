"""TLS sessions that connections of one client go on with, in processes of their own.

The last argument says by what: "tickets" or "ids". For each line of standard input something is tried, and
a line says what came of it: "first" begins a session, "again" goes on with it in another connection, "look"
tries to, at the port behind it, and does nothing there, "intrude" does so and then comes with data connections that do not belong to
it, "stubborn" with one by the session that it came with, "late" logs in before, "stay" remains connected.
"""

import ssl
import sys
from ftplib import Error

from ftps import Client, context, data_by, expect_equal, expect_refused

BY_IDS = sys.argv[6] == "ids"


def connect(session=None, port=sys.argv[2], late=False):
    """A connection that is protected, by `session` where there is one; its user is logged in if `late`."""
    client = Client(context=context(), timeout=60, encoding="utf-8")
    client.connect(sys.argv[1], int(port))
    if late:
        client.login(sys.argv[3], sys.argv[4], secure=False)
    assert client.sendcmd("AUTH TLS").startswith("234")
    client.sock = context().wrap_socket(client.sock, session=session)
    client.file = client.sock.makefile("r", encoding="utf-8")
    client.voidcmd("NOOP")  # in front of whose answer the tickets of TLS 1.3 come
    return client


def login(client):
    client.login(sys.argv[3], sys.argv[4], secure=False)
    client.prot_p()
    return client


def transfers(client):
    """Everything that has to work goes on to work."""
    client.storbinary("STOR file", open(__file__, "rb"))
    found = []
    client.retrbinary("RETR file", found.append)
    expect_equal(b"".join(found), open(__file__, "rb").read())
    expect_equal(client.nlst(), ["file"])
    client.delete("file")
    assert client.reused


def main():
    if BY_IDS:
        context().options |= ssl.OP_NO_TICKET
    session = None
    for line in sys.stdin:
        word, *ports = line.split()
        if word == "first":
            client = connect()
            assert not client.sock.session_reused
            session = client.sock.session
            transfers(login(client))
            client.quit()
            print("begun", flush=True)
        elif word == "again":
            client = connect(session)
            reused = client.sock.session_reused
            transfers(login(client))
            transfers(client)
            client.quit()
            print("resumed" if reused else "new", flush=True)
        elif word == "look":
            client = connect(session, *ports)
            print("resumed" if client.sock.session_reused else "new", flush=True)
            client.quit()
        elif word == "intrude":
            # Neither with another connection's session, nor with none.
            mine, other = login(connect(session)), login(connect())
            data_by(mine, other.sock.session)
            expect_refused("425", mine.voidresp)
            data_by(mine, None)
            expect_refused("425", mine.voidresp)
            transfers(mine)
            mine.quit()
            other.quit()
            print("refused", flush=True)
        elif word == "stubborn":
            client = login(connect(session))
            data_by(client, session)
            try:
                client.voidresp()
                print("taken", flush=True)
            except Error as error:
                print(str(error)[:3], flush=True)
            transfers(client)
            client.quit()
        elif word == "late":
            client = connect(session, late=True)
            reused = client.sock.session_reused
            client.prot_p()
            transfers(client)
            client.quit()
            print("resumed" if reused else "new", flush=True)
        elif word == "stay":
            client = login(connect(session))
            transfers(client)
            print("there", flush=True)


main()
