"""Runs a program for which write(2) of SIZE bytes fails, as it does on a disk that a quota is kept on.

Usage: refusing.py ERRNO SIZE PROGRAM [ARGUMENT ...]
"""

import ctypes
import os
import platform
import struct
import sys

WRITE = {"x86_64": 1, "aarch64": 64}[platform.machine()]
PR_SET_NO_NEW_PRIVS = 38
PR_SET_SECCOMP = 22
SECCOMP_MODE_FILTER = 2
LOAD_WORD = 0x20
JUMP_IF_EQUAL = 0x15
RETURN = 0x06
ALLOW = 0x7FFF0000
REFUSE = 0x00050000
NUMBER, COUNT = 0, 16 + 2 * 8  # in struct seccomp_data; the lower half of the third argument


def main(errno, size, program, *arguments):
    instructions = [
        (LOAD_WORD, 0, 0, NUMBER),
        (JUMP_IF_EQUAL, 0, 3, WRITE),
        (LOAD_WORD, 0, 0, COUNT),
        (JUMP_IF_EQUAL, 0, 1, int(size)),
        (RETURN, 0, 0, REFUSE | int(errno)),
        (RETURN, 0, 0, ALLOW),
    ]
    code = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *each) for each in instructions))
    table = struct.pack("@HP", len(instructions), ctypes.addressof(code))
    libc = ctypes.CDLL(None, use_errno=True)
    for call in [(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), (PR_SET_SECCOMP, SECCOMP_MODE_FILTER, table, 0, 0)]:
        if libc.prctl(*call) != 0:
            sys.exit(os.strerror(ctypes.get_errno()))
    os.execv(program, [program, *arguments])


main(*sys.argv[1:])
