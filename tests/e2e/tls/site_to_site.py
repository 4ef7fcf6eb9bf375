"""Has one server send a file to another one under TLS: ports of both, user, password, the client's side.

The side, "from" or "to", is the server that begins the handshake of the data connection (SSCN ON).
"""

import ftplib
import re
import ssl
import sys

ports, (user, password, side) = sys.argv[1:3], sys.argv[3:6]
context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
context.check_hostname = False
context.verify_mode = ssl.CERT_NONE


def enter(port):
    ftp = ftplib.FTP_TLS(context=context)
    ftp.connect("127.0.0.1", int(port), timeout=60)
    ftp.login(user, password)
    ftp.prot_p()
    ftp.sendcmd("TYPE I")
    return ftp


def end(ftp):
    try:
        print(ftp.getresp())
    except ftplib.Error as error:
        print(error)


sender, receiver = (enter(port) for port in ports)
print((sender if side == "from" else receiver).sendcmd("SSCN ON"))
numbers = re.search(r"\((.*)\)", sender.sendcmd("PASV"))[1]
receiver.sendcmd(f"PORT {numbers}")
for ftp, line in ((receiver, "STOR got"), (sender, "RETR f")):
    ftp.putcmd(line)
for ftp in (sender, receiver):
    ftp.getresp()
for ftp in (sender, receiver):
    end(ftp)
for ftp in (sender, receiver):
    print(ftp.sendcmd("NOOP"))
    ftp.quit()
