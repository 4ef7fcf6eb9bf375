"""Transfers in both types and directions, with and without a restart, and listings."""

import datetime
import io

from session import expect_equal, login

DATA = bytes(range(256)) * 1000

with login() as client:
    for passive in True, False:
        client.set_pasv(passive)
        client.storbinary("STOR data", io.BytesIO(DATA))
        expect_equal(client.size("data"), len(DATA))
        received = bytearray()
        client.retrbinary("RETR data", received.extend)
        expect_equal(bytes(received), DATA)

        rest = bytearray()
        client.retrbinary("RETR data", rest.extend, rest=100_000)
        expect_equal(bytes(rest), DATA[100_000:])

        client.storbinary("STOR data", io.BytesIO(b"tail"), rest=len(DATA) - 2)
        expect_equal(client.size("data"), len(DATA) + 2)
        client.storbinary("APPE data", io.BytesIO(b"!"))
        expect_equal(client.size("data"), len(DATA) + 3)

        client.storlines("STOR lines", io.BytesIO(b"one\ntwo\n"))
        lines = []
        client.retrlines("RETR lines", lines.append)
        expect_equal(lines, ["one", "two"])

        expect_equal(sorted(client.nlst()), ["data", "lines"])
        listed = []
        client.dir(listed.append)
        expect_equal([line.split()[-1] for line in listed], ["data", "lines"])
        facts = dict(client.mlsd(facts=["type", "size", "modify"]))
        expect_equal(facts["lines"]["size"], "8")
        expect_equal(facts["."]["type"], "cdir")
        now = datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None)
        stamp = datetime.datetime.strptime(client.voidcmd("MDTM lines")[4:], "%Y%m%d%H%M%S")
        assert abs(now - stamp) < datetime.timedelta(minutes=1), stamp
    expect_equal(client.quit(), "221 Goodbye.")
