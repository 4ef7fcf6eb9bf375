"""Folders and names; errors are told and leave the session as it was."""

import io
from ftplib import error_perm

from session import expect_equal, login


def refused(call, *arguments):
    try:
        call(*arguments)
    except error_perm as error:
        return str(error)
    raise AssertionError(f"{arguments} was not refused")


with login() as client:
    expect_equal(client.mkd('quo"ted'), '/quo"ted')
    client.cwd('quo"ted')
    expect_equal(client.pwd(), '/quo"ted')
    expect_equal(client.mkd("grün"), '/quo"ted/grün')
    client.storbinary("STOR grün/eins", io.BytesIO(b"1"))
    expect_equal(refused(client.rmd, "grün"), "550 grün: Directory not empty")
    client.rename("grün/eins", "../zwei")
    expect_equal(refused(client.delete, "grün/eins"), "550 grün/eins: No such file or directory")
    client.rmd("grün")
    client.cwd("..")
    expect_equal(client.pwd(), "/")
    client.rmd('quo"ted')
    expect_equal(refused(client.cwd, "zwei"), "550 zwei: Not a directory")
    client.delete("zwei")
    expect_equal(client.nlst(), [])
