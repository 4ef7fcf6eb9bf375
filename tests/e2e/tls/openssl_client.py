"""A client that asks OpenSSL for what other clients never do: keys agreed on beforehand, changes of keys.

Arguments: port, version (1.2, 1.3), identity and key in hex digits ("-" for none of these), then the
steps: a command line, whose answer is printed, or
  :again COUNT    asks for a renegotiation so many times
  :update COUNT   asks for a change of keys of both sides so many times
  :flood KIND     the same, of both sides or of its own only, without ever reading, until it breaks
  :data LINE      a transfer over PASV whose data connection goes on with the session
  :fresh LINE     the same over a data connection with a session of its own
"""

import ctypes
import re
import socket
import sys

PORT, VERSION, IDENTITY, KEY = sys.argv[1:5]
STEPS = sys.argv[5:]
DEADLINE = 120  # seconds

lib = ctypes.CDLL("libssl.so.3")
for name in ("TLS_client_method", "SSL_CTX_new", "SSL_new", "SSL_get1_session"):
    getattr(lib, name).restype = ctypes.c_void_p
POINTER = ctypes.c_void_p
CALLBACK = ctypes.CFUNCTYPE(
    ctypes.c_uint, POINTER, ctypes.c_char_p, POINTER, ctypes.c_uint, POINTER, ctypes.c_uint
)
WIRE = {"1.2": 0x0303, "1.3": 0x0304}
MINIMUM, MAXIMUM = 123, 124  # SSL_CTRL_SET_MIN_PROTO_VERSION and its relative


def answer(_ssl, _hint, identity_at, _identity_room, key_at, _key_room):
    key = bytes.fromhex(KEY)
    ctypes.memmove(identity_at, IDENTITY.encode() + b"\0", len(IDENTITY) + 1)
    ctypes.memmove(key_at, key, len(key))
    return len(key)


context = POINTER(lib.SSL_CTX_new(POINTER(lib.TLS_client_method())))
for bound in (MINIMUM, MAXIMUM):
    lib.SSL_CTX_ctrl(context, bound, ctypes.c_long(WIRE[VERSION]), None)
callback = CALLBACK(answer)
if IDENTITY != "-":
    lib.SSL_CTX_set_psk_client_callback(context, callback)
    lib.SSL_CTX_set_cipher_list(context, b"PSK")
    # The only one that goes with a key of a callback.
    lib.SSL_CTX_set_ciphersuites(context, b"TLS_AES_128_GCM_SHA256")


class Broken(Exception):
    pass


class Stream:
    def __init__(self, sock, session=None):
        sock.settimeout(None)  # OpenSSL is to wait
        self.sock = sock
        self.ssl = POINTER(lib.SSL_new(context))
        lib.SSL_set_fd(self.ssl, sock.fileno())
        if session:
            lib.SSL_set_session(self.ssl, session)
        if lib.SSL_connect(self.ssl) != 1:
            raise Broken("no handshake")

    def write(self, data):
        if lib.SSL_write(self.ssl, data, len(data)) <= 0:
            raise Broken("unable to write")

    def read(self):
        """What comes next, "" at the end."""
        buffer = ctypes.create_string_buffer(65536)
        count = lib.SSL_read(self.ssl, buffer, len(buffer))
        return buffer.raw[:count] if count > 0 else b""

    def handshake(self, ask, *arguments):
        if ask(self.ssl, *arguments) != 1 or lib.SSL_do_handshake(self.ssl) != 1:
            raise Broken("refused")

    def session(self):
        return POINTER(lib.SSL_get1_session(self.ssl))

    def close(self):
        lib.SSL_shutdown(self.ssl)
        self.sock.close()


def connect(port):
    return socket.create_connection(("127.0.0.1", port), DEADLINE)


class Client:
    def __init__(self):
        sock = connect(int(PORT))
        sock.settimeout(DEADLINE)
        with sock.makefile("rb") as lines:
            lines.readline()
            sock.sendall(b"AUTH TLS\r\n")
            lines.readline()
        self.buffer = b""
        self.stream = Stream(sock)

    def hear(self):
        while True:
            while b"\r\n" not in self.buffer:
                data = self.stream.read()
                if not data:
                    raise Broken("closed")
                self.buffer += data
            line, self.buffer = self.buffer.split(b"\r\n", 1)
            text = line.decode("latin-1")
            if re.match(r"\d{3} ", text):
                print(text)
                return text

    def say(self, line):
        self.stream.write(line.encode("latin-1") + b"\r\n")
        return self.hear()

    def transfer(self, line, session):
        numbers = re.search(r"\((?:\d+,){4}(\d+),(\d+)\)", self.say("PASV"))
        sock = connect(int(numbers[1]) * 256 + int(numbers[2]))
        self.say(line)
        got = b""
        try:
            data = Stream(sock, session)
            while part := data.read():
                got += part
            data.close()
        except Broken as error:
            print(error)
            sock.close()
        print("got", len(got))
        self.hear()


def run():
    client = Client()
    stream = client.stream
    for step in STEPS:
        word, _, rest = step.partition(" ")
        if word == ":again":
            for _ in range(int(rest)):
                stream.handshake(lib.SSL_renegotiate)
                print("renegotiated")
        elif word == ":update":
            for _ in range(int(rest)):
                stream.handshake(lib.SSL_key_update, 1)
        elif word == ":flood":
            while True:
                stream.handshake(lib.SSL_key_update, 1 if rest == "both" else 0)
        elif word == ":data":
            client.transfer(rest, stream.session())
        elif word == ":fresh":
            client.transfer(rest, None)
        else:
            client.say(step)
    stream.close()


try:
    run()
except Broken as error:
    print(error)
except OSError:
    print("no handshake")  # closed before it was asked for
