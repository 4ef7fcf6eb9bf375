"""A superserver for one program: listens on 127.0.0.1, starts `sys.argv[1:]` for each connection as
its descriptors 0 to 2, as inetd(8) does with `nowait`, and prints its port and the numbers of the
processes that it starts and of those that have ended."""

import os
import signal
import socket
import sys

listener = socket.create_server(("127.0.0.1", 0))
print("port", listener.getsockname()[1], flush=True)


def reap(_signal, _frame):
    try:
        while (ended := os.waitpid(-1, os.WNOHANG))[0] > 0:
            status = os.waitstatus_to_exitcode(ended[1])
            os.write(1, f"ended {ended[0]} {status}\n".encode())
    except ChildProcessError:
        pass


signal.signal(signal.SIGCHLD, reap)
while True:
    connection, _ = listener.accept()
    pid = os.fork()
    if pid == 0:
        for descriptor in 0, 1, 2:
            os.dup2(connection.fileno(), descriptor)
        os.closerange(3, 1024)
        os.execv(sys.argv[1], sys.argv[1:])
    connection.close()
    os.write(1, f"started {pid}\n".encode())
