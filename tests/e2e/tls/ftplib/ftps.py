"""ftplib's FTP_TLS with data connections that go on with the control connection's session."""

import functools
import ssl
import sys
from ftplib import FTP, FTP_TLS, Error


class Client(FTP_TLS):
    def ntransfercmd(self, cmd, rest=None):
        conn, size = FTP.ntransfercmd(self, cmd, rest)
        if self._prot_p:
            # After CCC the control connection has none any more.
            self.session = getattr(self.sock, "session", None) or self.session
            conn = self.context.wrap_socket(conn, session=self.session)
            self.reused = conn.session_reused
        return conn, size


@functools.cache
def context():
    made = ssl.create_default_context()
    made.check_hostname = False
    made.verify_mode = ssl.CERT_NONE
    made.maximum_version = made.minimum_version = {
        "1.2": ssl.TLSVersion.TLSv1_2,
        "1.3": ssl.TLSVersion.TLSv1_3,
    }[sys.argv[5]]
    return made


def connect():
    """Connected and protected; host, port, user, password and version are the arguments."""
    host, port = sys.argv[1:3]
    client = Client(context=context(), timeout=20, encoding="utf-8")
    client.connect(host, int(port))
    client.auth()
    return client


def login():
    """Logged in, with protected data connections."""
    client = connect()
    client.login(sys.argv[3], sys.argv[4], secure=False)
    client.prot_p()
    return client


def data_by(client, session, line="LIST"):
    """Begins the data connection of `line` with `session`: the session that it leaves, if it was taken or not."""
    sock, _ = FTP.ntransfercmd(client, line)
    left = None
    try:
        sock = client.context.wrap_socket(sock, session=session)
        sock.recv(1)  # in front of which a ticket of TLS 1.3 comes
    except (ssl.SSLError, OSError):
        pass
    if isinstance(sock, ssl.SSLSocket):
        left = sock.session
    sock.close()
    return left


def expect_equal(found, wanted):
    assert found == wanted, f"{found!r} instead of {wanted!r}"


def expect_refused(code, work):
    try:
        work()
    except Error as error:
        assert str(error).startswith(code), error
    else:
        raise AssertionError(f"no {code}")
