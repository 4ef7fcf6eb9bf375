"""Logs in over TLS with a certificate, or without one ("-"), and prints the replies."""

import ftplib
import ssl
import sys

port, certificate, key, user, password, version = sys.argv[1:7]
context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
context.check_hostname = False
context.verify_mode = ssl.CERT_NONE
context.minimum_version = context.maximum_version = ssl.TLSVersion[version]
if certificate != "-":
    context.load_cert_chain(certificate, key)
ftp = ftplib.FTP_TLS(context=context)
try:
    ftp.connect("127.0.0.1", int(port))
    ftp.auth()
    for line in (f"USER {user}", f"PASS {password}", "PWD"):
        try:
            print(ftp.sendcmd(line))
        except ftplib.Error as error:
            print(error)
    ftp.quit()
except (ssl.SSLError, EOFError, ConnectionError, BrokenPipeError):
    print("no connection")
