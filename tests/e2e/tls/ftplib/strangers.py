"""With NoSessionReuseRequired: who comes to a data connection without a session leaves with none."""

import io
import sys

from ftps import data_by, expect_equal, login


def main():
    client = login()
    client.storbinary("STOR file", io.BytesIO(b"content"))
    left = data_by(client, None, "RETR file")
    client.voidresp()
    if sys.argv[5] == "1.3":
        expect_equal(left.has_ticket, False)
    own = data_by(client, client.sock.session, "RETR file")
    client.voidresp()
    expect_equal(own.has_ticket, True)
    client.delete("file")
    client.quit()


main()
