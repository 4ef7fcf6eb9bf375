"""Files and listings through protected connections, in and out, large and empty."""

import io
import os
from ftplib import Error

from ftps import expect_equal, login


def download(client, name, **more):
    found = io.BytesIO()
    client.retrbinary(f"RETR {name}", found.write, **more)
    return found.getvalue()


client = login()
expect_equal(client.sock.version(), {"1.2": "TLSv1.2", "1.3": "TLSv1.3"}[os.sys.argv[5]])
large = os.urandom(5_000_001)
client.storbinary("STOR large", io.BytesIO(large))
expect_equal(client.reused, True)
expect_equal(download(client, "large") == large, True)
expect_equal(client.reused, True)
expect_equal(download(client, "large", rest=4_000_000) == large[4_000_000:], True)
client.storbinary("STOR empty", io.BytesIO(b""))
expect_equal(download(client, "empty"), b"")
client.storbinary("APPE empty", io.BytesIO(b"no more"))
expect_equal(download(client, "empty"), b"no more")
client.storlines("STOR text", io.BytesIO(b"one\ntwo\n"))
lines = []
client.retrlines("RETR text", lines.append)
expect_equal(lines, ["one", "two"])
expect_equal(sorted(client.nlst()), ["empty", "large", "text"])
rows = []
client.dir(rows.append)
expect_equal(len(rows), 3)
client.voidcmd("TYPE I")
expect_equal(client.size("large"), len(large))
client.prot_c()
expect_equal(sorted(client.nlst()), ["empty", "large", "text"])
client.prot_p()
expect_equal(sorted(client.nlst()), ["empty", "large", "text"])
sock, _ = client.ntransfercmd("RETR large")
sock.close()
try:
    client.voidresp()
except Error as error:
    assert str(error).startswith("426"), error
expect_equal(download(client, "empty"), b"no more")
client.set_pasv(False)
expect_equal(download(client, "empty"), b"no more")
client.ccc()
expect_equal(client.pwd(), "/")
expect_equal(download(client, "empty"), b"no more")
client.quit()
