"""A logged in ftplib client from the command line: host, port, user, password."""

import sys
from ftplib import FTP


def login():
    host, port, user, password = sys.argv[1:]
    client = FTP(timeout=20, encoding="utf-8")
    greeting = client.connect(host, int(port))
    assert greeting.startswith("220 "), greeting
    client.login(user, password)
    return client


def expect_equal(found, wanted):
    assert found == wanted, f"{found!r} instead of {wanted!r}"
