"""Fills a folder with files of every kind, the same ones for the same seed.

usage: generated_tree.py folder seed uid gid

Files belong to many, and there are devices, if root runs it. Links lead to anything, other links,
themselves and nowhere included, but not to where they are. Names with line breaks are in the folder
itself only: STAT of what is in there is not the original's.
"""
import os
import random
import socket
import stat
import sys

folder, seed, uid, gid = os.fsencode(sys.argv[1]), *map(int, sys.argv[2:5])
draw = random.Random(seed)
is_root = os.geteuid() == 0

PARTS = [
    b"a", b"B", b"10", b" ", b"  ", b"-", b"-l", b"-R", b".", b"..", b"x", b"_", b"%", b"~", b"#",
    b"'", b'"', b"*", b"?", b"[", b"]", b"{", b"}", b"\\", b"!", b"$", b";", b"=", b":", b"@", b",",
    b"\t", b"\n", b"\r", b"\x01", b"\x1b", b"\x7f", b"\xe9", b"\xc3\xa9", b"\xf0\x9f\x98\x80", b"\xff", b"\xa0",
]
WORDS = [b"readme", b"Data", b"pub", b"report", b"core", b"zebra", b"one two", b"index.html", b"m"]
OWNERS = [0, 1, 2, 3, 1000, 54321, 4294967294, 65534, uid, uid, uid]
TIMES = [
    0, 1, 86399, 86400, 68169600, 951782400, 951868799, 1e9, 1.4e9, 1582934400, 1583020799, 1.7e9,
    2147483647, 2147483648, 4102444800, 253402300799, -1, -86400, -2208988800,
]
SIZES = [0, 1, 9, 10, 999, 1000, 1023, 1024, 1535, 10239, 10240, 99999999, 100000000, 2**31, 2**32 + 5]


def name():
    if draw.random() < 0.4:
        word = draw.choice(WORDS) + (b"%d" % draw.randrange(100))
        return (b"." if draw.random() < 0.15 else b"") + word
    return b"".join(draw.choice(PARTS) for _ in range(draw.randint(1, 4)))


def mode():
    return draw.choice([0o644, 0o644, 0o600, 0o755, 0o444, 0o000, 0o777, draw.randrange(0o10000)])


def finish(path, bits):
    """Owner, mode and times of what is there."""
    if is_root:
        os.lchown(path, draw.choice(OWNERS), draw.choice(OWNERS + [gid, gid]))
    if bits is not None:
        os.chmod(path, bits)
    moment = draw.choice(TIMES)
    os.utime(path, (draw.choice(TIMES), moment), follow_symlinks=False)


def fill(directory, depth, count):
    names = []
    for _ in range(count):
        new = name()
        path = directory + b"/" + new
        if new in (b".", b"..") or new.startswith(b"~") or os.path.lexists(path):
            continue
        if directory != folder and (b"\n" in new or b"\r" in new):
            continue
        names.append(new)
        kind = draw.random()
        if kind < 0.45:
            with open(path, "wb") as file:
                file.truncate(draw.choice(SIZES))
            finish(path, mode())
        elif kind < 0.62:
            os.mkdir(path)
            bits = draw.choice([0o755, 0o755, 0o700, 0o1777, 0o2775, 0o000, 0o311, 0o444, 0o3070])
            if depth > 0:
                fill(path, depth - 1, draw.randint(0, 7))
            finish(path, bits)
        elif kind < 0.85:
            targets = [b"nowhere", b"plain", b"/nowhere", b"a\tb"]
            os.symlink(draw.choice(targets + names * 3), path)
            finish(path, None)
        elif kind < 0.91:
            os.mkfifo(path)
            finish(path, mode())
        elif kind < 0.96:
            here = os.open(directory, os.O_RDONLY)
            with socket.socket(socket.AF_UNIX) as listener:
                listener.bind(b"/proc/self/fd/%d/" % here + new)
            os.close(here)
            finish(path, mode())
        elif is_root:
            device = draw.choice([stat.S_IFCHR, stat.S_IFBLK])
            os.mknod(path, device | 0o600, os.makedev(draw.randrange(256), draw.randrange(256)))
            finish(path, mode())


os.makedirs(folder, exist_ok=True)
fill(folder, 2, 60)
for plain, bits in [(b"plain", 0o755), (b"plain/in", 0o755), (b"entered", 0o711), (b"shut", 0o700)]:
    os.makedirs(folder + b"/" + plain, exist_ok=True)
    fill(folder + b"/" + plain, 1, 8)
    if is_root:
        os.chown(folder + b"/" + plain, 0 if plain in (b"entered", b"shut") else uid, gid)
    os.chmod(folder + b"/" + plain, bits)
for path, moment in [(b"plain/in", 1.5e9), (b"plain", 1.6e9), (b"entered", 1.3e9), (b"shut", 1.2e9)]:
    os.utime(folder + b"/" + path, (moment, moment))
if is_root:
    os.chown(folder, uid, gid)
os.chmod(folder, 0o755)
os.utime(folder, (1.55e9, 1.55e9))
