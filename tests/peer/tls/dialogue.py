"""A client of a server with TLS that writes down all it hears.

Arguments: host, port, user, password, then the steps: a command line, or one of
  :tls [NAME]           the handshake on the control connection, with the server's name in the hello
  :slowly NAME          the same, sent in pieces
  :connect :implicit    a new connection, in plain text or protected from the start
  :login                USER and PASS
  :clear                the end of protection (after CCC)
  :data LINE            a transfer, protected as the last PROT says, that goes on with the session
  :fresh LINE           the same over one with a session of its own
  :plain LINE           the same over one without protection
  :bare LINE            a command sent together with what it is followed by: LINE "\\r\\n" REST
"""

import re
import socket
import ssl
import sys

HOST, PORT, USER, PASSWORD = sys.argv[1:5]
DEADLINE = 30

context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
context.check_hostname = False
context.verify_mode = ssl.CERT_NONE


def common_name(certificate):
    """The last common name in a DER certificate: of its subject."""
    return re.findall(rb"\x06\x03\x55\x04\x03.(.)([\x20-\x7e]+)", certificate, re.S)[-1][1][:8]


class Client:
    def __init__(self):
        self.sock = None
        self.buffer = b""
        self.session = None
        self.private = False

    def connect(self):
        if self.sock:
            self.sock.close()
        self.buffer = b""
        self.private = False
        self.sock = socket.create_connection((HOST, int(PORT)), DEADLINE)

    def secure(self, name=None):
        try:
            self.sock = context.wrap_socket(self.sock, server_hostname=name)
            print("protected by", self.sock.version())
            if name:
                print("certificate of", common_name(self.sock.getpeercert(True)))
        except OSError as error:
            print("no handshake:", name and error.reason or type(error).__name__)

    def secure_slowly(self, name):
        """Sends the hello in pieces, and looks at what comes back no further than at its kind."""
        outgoing = ssl.MemoryBIO()
        half = context.wrap_bio(ssl.MemoryBIO(), outgoing, server_hostname=name)
        try:
            half.do_handshake()
        except ssl.SSLWantReadError:
            pass
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        hello = outgoing.read()
        for at in range(0, len(hello), 40):
            self.sock.sendall(hello[at : at + 40])
        kinds = {21: "an alert", 22: "a handshake"}
        print(kinds.get(self.sock.recv(1)[0], "something else"))

    def line(self):
        while b"\r\n" not in self.buffer:
            data = self.sock.recv(65536)
            if not data:
                raise EOFError
            self.buffer += data
        line, self.buffer = self.buffer.split(b"\r\n", 1)
        return line.decode("latin-1")

    def hear(self):
        try:
            while True:
                line = self.line()
                print("<", line)
                if re.match(r"\d{3} ", line):
                    return line
        except (OSError, EOFError):
            print("closed")
            return ""

    def say(self, line):
        print(">", line)
        try:
            self.sock.sendall(line.encode("latin-1") + b"\r\n")
        except OSError:
            print("closed")
            return ""
        reply = self.hear()
        if line.startswith("PROT ") and reply.startswith("200 "):
            self.private = line == "PROT P"
        if line in ("AUTH SSL", "AUTH TLS-P") and reply.startswith("234 "):
            self.private = True
        return reply

    def data(self):
        reply = self.say("PASV")
        numbers = re.search(r"\((?:\d+,){4}(\d+),(\d+)\)", reply)
        if not numbers:
            return None
        port = int(numbers[1]) * 256 + int(numbers[2])
        return socket.create_connection((HOST, port), DEADLINE)

    def transfer(self, way, line):
        protected = self.private and way != ":plain"
        data = self.data()
        if not data or not self.say(line).startswith("1"):
            return
        notes = []
        try:
            if protected:
                self.session = getattr(self.sock, "session", None) or self.session
                fresh = way == ":fresh"
                data = context.wrap_socket(data, session=None if fresh else self.session)
                notes.append("reused" if data.session_reused else "not reused")
            if line.startswith("STOR"):
                data.sendall(b"some data")
            else:
                if not protected:
                    data.shutdown(socket.SHUT_WR)  # nobody is to wait for a handshake
                count = 0
                while found := data.recv(65536):
                    count += len(found)
                notes.append("got something" if count else "got nothing")
            if protected:
                data = data.unwrap()
        except (OSError, ValueError):
            notes.append("broken")
        data.close()
        # When a client notices that it is refused is a matter of chance.
        if self.hear().startswith("2"):
            print(", ".join(notes))


client = Client()
if sys.argv[5] != ":implicit":
    client.connect()
    client.hear()
for step in sys.argv[5:]:
    word, _, rest = step.partition(" ")
    if word == ":tls":
        client.secure(rest or None)
    elif word == ":slowly":
        client.secure_slowly(rest)
    elif word == ":connect":
        client.connect()
        client.hear()
    elif word == ":implicit":
        client.connect()
        client.private = True
        client.secure()
        client.hear()
    elif word == ":login":
        client.say(f"USER {USER}")
        client.say(f"PASS {PASSWORD}")
    elif word == ":clear":
        client.session = client.sock.session
        client.sock = client.sock.unwrap()
    elif word in (":data", ":fresh", ":plain"):
        client.transfer(word, rest)
    elif word == ":bare":
        print(">", rest)
        client.sock.sendall(rest.encode("latin-1").replace(b"\\r\\n", b"\r\n"))
        client.hear()
    elif word == ":hear":
        client.hear()
    else:
        client.say(step)
