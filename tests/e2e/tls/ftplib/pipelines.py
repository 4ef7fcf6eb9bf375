"""Commands ahead of their replies, in records of all sizes, and ABOR among them."""

import io
import os
import socket

from ftps import expect_equal, login

client = login()
client.voidcmd("TYPE I")
large = os.urandom(3_000_000)
client.storbinary("STOR large", io.BytesIO(large))


def replies(count):
    return [client.getmultiline()[:3] for _ in range(count)]


# More than the server reads at once, more than it remembers, and more than one record.
for count in (3, 63, 64, 65, 700, 5000):
    client.sock.sendall(b"NOOP\r\n" * count)
    expect_equal(set(replies(count)), {"200"})

# A record that ends within a command.
client.sock.sendall(b"NO")
client.sock.sendall(b"OP\r")
client.sock.sendall(b"\nNOOP\r\n")
expect_equal(replies(2), ["200", "200"])

# A command that is too long, and one behind it.
client.sock.sendall(b"NOOP " + b"x" * 20_000 + b"\r\nNOOP\r\n")
expect_equal(replies(2), ["500", "200"])

# ABOR is heard during a transfer, wherever in the stream of commands it stands.
for ahead in (0, 70, 700):
    conn = client.makepasv()
    data = socket.create_connection(conn, 20)
    client.sock.sendall(b"NOOP\r\n" * ahead + b"RETR large\r\n" + b"ABOR\r\n" + b"NOOP\r\n")
    expect_equal(set(replies(ahead)) <= {"200"}, True)
    found = [client.getmultiline()[:3]]
    expect_equal(found[0], "150")
    while found[-1] != "200":
        found.append(client.getmultiline()[:3])
    data.close()
    expect_equal(found, ["150", "426", "226", "200"])

found = io.BytesIO()
client.retrbinary("RETR large", found.write)
expect_equal(found.getvalue() == large, True)
client.quit()
