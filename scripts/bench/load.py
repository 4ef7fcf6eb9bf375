"""The client of the benchmark: as little work as possible, so that the server is what is measured.

Reads a task per line on standard input, prints its result as a line of JSON. Downloaded bytes are
thrown away inside the kernel (MSG_TRUNC, tcp(7)), uploads are sent by sendfile(2). With the further
argument `tls` everything goes through TLS; the task `resume` says what goes on with a session: `data`
connections with that of their control connection (so it is by default), `all` (control connections
with that of the last one), or `none`.
"""

import json
import os
import socket
import ssl
import struct
import sys
import threading
import time

PORT, USER, PASSWORD, HOME = int(sys.argv[1]), *sys.argv[2:5]
CONTEXT = ssl._create_unverified_context() if sys.argv[5:] == ["tls"] else None
RESUME = "data"
LAST = None

PATIENCE = struct.pack("ll", 60, 0)  # seconds and microseconds: a struct timeval
BLOCK = bytearray(4 << 20)  # which nothing is written to but by TLS


def connected(port):
    """A connection to `port`, with the kernel's timeouts: Python's own cost a poll(2) for each call."""
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, PATIENCE)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, PATIENCE)
    connection.connect(("127.0.0.1", port))
    return connection


class Control:
    """A control connection."""

    def __init__(self):
        self.socket = connected(PORT)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = b""
        self.reply("220")
        if CONTEXT:
            self.command("AUTH TLS", "234")
            session = LAST if RESUME == "all" else None
            self.socket = CONTEXT.wrap_socket(self.socket, session=session)

    def line(self):
        while b"\r\n" not in self.buffer:
            chunk = self.socket.recv(4096)
            if not chunk:
                raise EOFError(self.buffer)
            self.buffer += chunk
        line, self.buffer = self.buffer.split(b"\r\n", 1)
        return line.decode("latin1")

    def reply(self, code):
        line = self.line()
        while line[3:4] != " ":
            line = self.line()
        if not line.startswith(code):
            raise RuntimeError(line)
        return line

    def command(self, text, code):
        self.socket.sendall(text.encode("latin1") + b"\r\n")
        return self.reply(code)

    def login(self):
        self.command("USER " + USER, "331")
        self.command("PASS " + PASSWORD, "230")
        self.command("TYPE I", "200")
        if CONTEXT:
            self.command("PBSZ 0", "200")
            self.command("PROT P", "200")

    def go_home(self):
        self.command("CWD " + HOME, "250")

    def passive(self):
        return connected(int(self.command("EPSV", "229").split("|")[3]))

    def transfer(self, command):
        """The data connection for a command."""
        data = self.passive()
        self.command(command, "1")
        if not CONTEXT:
            return data
        return CONTEXT.wrap_socket(data, session=self.socket.session if RESUME != "none" else None)

    def quit(self):
        global LAST
        self.command("QUIT", "221")
        LAST = self.socket.session if CONTEXT else None
        try:
            while self.socket.recv(4096):
                pass
        except ssl.SSLError:
            pass  # not everybody says goodbye
        self.socket.close()


def download(control, command):
    """Seconds and bytes of a RETR or LIST."""
    start, size = time.perf_counter(), 0
    with control.transfer(command) as data:
        flags = 0 if CONTEXT else socket.MSG_TRUNC
        while count := data.recv_into(BLOCK, len(BLOCK), flags):
            size += count
    control.reply("226")
    return time.perf_counter() - start, size


def upload(control, name, source, size):
    """Seconds of a STOR."""
    start = time.perf_counter()
    with control.transfer("STOR " + name) as data:
        offset = 0
        while offset < size:
            if CONTEXT:
                chunk = os.pread(source, 1 << 20, offset)
                data.sendall(chunk)
                offset += len(chunk)
            else:
                offset += os.sendfile(data.fileno(), source, offset, size - offset)
        if CONTEXT:
            say_goodbye(data)
    control.reply("226")
    return time.perf_counter() - start


def say_goodbye(data):
    """Says that all is sent; not everybody answers."""
    try:
        data.unwrap()
    except OSError:
        pass


def connects(count, login):
    """Milliseconds from connect() to 220, or to 230, of `count` sessions in turn."""
    times = []
    for _ in range(count):
        start = time.perf_counter()
        control = Control()
        if login:
            control.login()
        times.append((time.perf_counter() - start) * 1000)
        control.quit()
    return times


def visits(count, pause):
    """Milliseconds from connect() to 220 and to 230 of `count` sessions, `pause` seconds apart."""
    times = []
    for _ in range(count):
        time.sleep(pause)
        start = time.perf_counter()
        control = Control()
        greeted = time.perf_counter()
        control.login()
        times.append([(greeted - start) * 1000, (time.perf_counter() - start) * 1000])
        control.quit()
    return times


def crowd(clients, sessions, login):
    """Seconds that `clients` need for `sessions` sessions together, and how many of them failed."""
    left, failed, lock = [sessions], [0], threading.Lock()

    def visit():
        while True:
            with lock:
                if left[0] == 0:
                    return
                left[0] -= 1
            try:
                control = Control()
                if login:
                    control.login()
                control.quit()
            except (OSError, EOFError, RuntimeError):
                with lock:
                    failed[0] += 1

    start = time.perf_counter()
    threads = [threading.Thread(target=visit) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {"seconds": time.perf_counter() - start, "failed": failed[0]}


def together(sessions, command):
    """Seconds that the sessions need for a download each, all at once."""
    start = time.perf_counter()
    threads = [threading.Thread(target=download, args=(it, command)) for it in sessions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - start


def main():
    global RESUME
    control, idle = None, []
    for line in sys.stdin:
        verb, *args = line.split()
        if verb == "connects":
            result = connects(int(args[0]), login=False)
        elif verb == "logins":
            result = connects(int(args[0]), login=True)
        elif verb == "visits":
            result = visits(int(args[0]), float(args[1]))
        elif verb == "crowd":
            result = crowd(int(args[0]), int(args[1]), login=True)
        elif verb == "burst":
            result = crowd(int(args[0]), int(args[1]), login=False)
        elif verb == "open":
            control = Control()
            control.login()
            control.go_home()
            result = None
        elif verb == "close":
            control.quit()
            result = None
        elif verb == "download":
            result = download(control, " ".join(args))[0]
        elif verb == "upload":
            with open(args[1], "rb") as file:
                size = os.fstat(file.fileno()).st_size
                result = upload(control, args[0], file.fileno(), size)
        elif verb == "uploads":
            with open(args[2], "rb") as file:
                size = os.fstat(file.fileno()).st_size
                start = time.perf_counter()
                for number in range(int(args[0])):
                    upload(control, f"{args[1]}{number}", file.fileno(), size)
                result = time.perf_counter() - start
        elif verb == "downloads":
            start = time.perf_counter()
            for number in range(int(args[0])):
                download(control, f"RETR {args[1]}{number}")
            result = time.perf_counter() - start
        elif verb == "repeat":
            start = time.perf_counter()
            for _ in range(int(args[0])):
                download(control, " ".join(args[1:]))
            result = time.perf_counter() - start
        elif verb == "resume":
            RESUME = args[0]
            result = None
        elif verb == "text":
            control.command("TYPE A", "200")
            result = None
        elif verb == "together":
            result = together(idle, " ".join(args))
        elif verb == "commands":
            start = time.perf_counter()
            for _ in range(int(args[0])):
                control.command(" ".join(args[1:]), "2")
            result = time.perf_counter() - start
        elif verb == "hold":
            for _ in range(int(args[0])):
                session = Control()
                session.login()
                session.go_home()
                idle.append(session)
            result = None
        elif verb == "release":
            for session in idle:
                session.quit()
            idle, result = [], None
        else:
            raise ValueError(line)
        print(json.dumps(result), flush=True)


main()
