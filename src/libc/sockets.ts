/**
 * Sockets: section 2 of the manual, checked and typed. All functions throw `SysError` unless they
 * say otherwise. Sockets are made non-blocking and close-on-exec.
 *
 * @module
 */

import { attempt, attemptWithBuffer, check, demand, lastErrno } from "./kernel.ts";
import { errno } from "./errno.ts";
import { type Region, region } from "./memory.ts";
import {
  AF,
  decodeSockaddr,
  encodeSockaddr,
  encodeUnixSockaddr,
  SOCKADDR_SIZE,
  type SocketAddress,
} from "./sockaddr.ts";

/** Socket types with the flags that every socket of ours has. */
const SOCK = { STREAM: 1, DGRAM: 2, SEQPACKET: 5, NONBLOCK: 0o4000, CLOEXEC: 0o2000000 } as const;

/** Levels of setsockopt(2). */
export const SOL = { SOCKET: 1, TCP: 6, IPV6: 41 } as const;
/** Options at level `SOL.SOCKET`. */
export const SO = {
  REUSEADDR: 2,
  ERROR: 4,
  SNDBUF: 7,
  RCVBUF: 8,
  KEEPALIVE: 9,
  OOBINLINE: 10,
  RCVLOWAT: 18,
  ACCEPTCONN: 30,
} as const;
/** Options at level `SOL.TCP`. */
export const TCP = {
  NODELAY: 1,
  MAXSEG: 2,
  KEEPIDLE: 4,
  KEEPINTVL: 5,
  KEEPCNT: 6,
  QUICKACK: 12,
} as const;
/** Option at level `SOL.IPV6`: no IPv4 peers on this socket. */
export const IPV6_V6ONLY = 26;

/** Flags of send and recv. */
export const MSG = { PEEK: 2, DONTWAIT: 0x40, NOSIGNAL: 0x4000 } as const;

const place = region(SOCKADDR_SIZE);
const size = region(16);

/** Makes a TCP socket, or another `kind`. */
export function socket(family: "inet" | "inet6" | "unix", kind: "stream" | "datagram" = "stream") {
  const domain = family === "inet" ? AF.INET : family === "inet6" ? AF.INET6 : AF.UNIX;
  const type = (kind === "stream" ? SOCK.STREAM : SOCK.DGRAM) | SOCK.NONBLOCK | SOCK.CLOEXEC;
  return demand("socket", undefined, domain, type, 0);
}

/** Gives the socket a local address. */
export function bind(fd: number, address: SocketAddress): void {
  const length = encodeSockaddr(address, place);
  demand("bind", undefined, fd, place.address, length);
}

/** Gives a Unix socket its path. */
export function bindUnix(fd: number, path: string): void {
  const length = encodeUnixSockaddr(path, place);
  demand("bind", path, fd, place.address, length);
}

/** Lets the socket take connections; `backlog` is how many may wait. */
export function listen(fd: number, backlog: number): void {
  demand("listen", undefined, fd, backlog);
}

/** A connection that was accepted. */
export interface Accepted {
  /** The descriptor. */
  readonly fd: number;
  /** The address at the other end; undefined for a Unix socket. */
  readonly peer: SocketAddress | undefined;
}

/** Takes a waiting connection: its descriptor, or undefined when none waits (any more). */
export function accept(fd: number): number | undefined {
  return acceptInto(fd, 0, 0);
}

/** As `accept`, and tells who connected. */
export function acceptFrom(fd: number): Accepted | undefined {
  size.view.setUint32(0, SOCKADDR_SIZE, true);
  const connection = acceptInto(fd, place.address, size.address);
  return connection === undefined ? undefined : { fd: connection, peer: decodeSockaddr(place) };
}

function acceptInto(fd: number, address: number, length: number): number | undefined {
  const connection = attempt("accept4", fd, address, length, SOCK.NONBLOCK | SOCK.CLOEXEC);
  if (connection >= 0) return connection;
  switch (lastErrno()) {
    case errno.EAGAIN:
    case errno.EINTR:
    case errno.ECONNABORTED: // the client has gone again (accept(2))
    case errno.EPROTO:
      return undefined;
  }
  check("accept", -1);
}

/** Starts connecting; true when it is done already, false when it goes on (wait for POLLOUT). */
export function connect(fd: number, address: SocketAddress): boolean {
  const length = encodeSockaddr(address, place);
  if (attempt("connect", fd, place.address, length) === 0) return true;
  if (lastErrno() === errno.EINPROGRESS) return false;
  check("connect", -1);
  return false;
}

/** Connects to the Unix socket at `path`. */
export function connectUnix(fd: number, path: string): void {
  const length = encodeUnixSockaddr(path, place);
  demand("connect", path, fd, place.address, length);
}

/** The address at this end; undefined for a Unix socket. */
export function getsockname(fd: number): SocketAddress | undefined {
  return nameOf("getsockname", fd);
}

/** The address at the other end; undefined for a Unix socket. */
export function getpeername(fd: number): SocketAddress | undefined {
  return nameOf("getpeername", fd);
}

function nameOf(call: "getsockname" | "getpeername", fd: number): SocketAddress | undefined {
  size.view.setUint32(0, SOCKADDR_SIZE, true);
  demand(call, undefined, fd, place.address, size.address);
  return decodeSockaddr(place);
}

/** Sets an integer option. */
export function setsockopt(fd: number, level: number, option: number, value: number): void {
  size.view.setInt32(0, value, true);
  demand("setsockopt", undefined, fd, level, option, size.address, 4);
}

/** Reads an integer option. */
export function getsockopt(fd: number, level: number, option: number): number {
  size.view.setInt32(0, 0, true);
  size.view.setUint32(8, 4, true);
  demand("getsockopt", undefined, fd, level, option, size.address, size.address + 8);
  return size.view.getInt32(0, true);
}

/** The error that a connection attempt or a connection ended with, 0 for none (SO_ERROR). */
export function socketError(fd: number): number {
  return getsockopt(fd, SOL.SOCKET, SO.ERROR);
}

const SO_PEERCRED = 17;

/** Who connected to (or made) the other end of a Unix socket, as the kernel knows it (unix(7)). */
export function peerCredentials(fd: number): { pid: number; uid: number; gid: number } {
  // struct ucred: pid, uid, gid; behind it the length
  size.view.setUint32(12, 12, true);
  const { address } = size;
  demand("getsockopt", undefined, fd, SOL.SOCKET, SO_PEERCRED, address, address + 12);
  return {
    pid: size.view.getInt32(0, true),
    uid: size.view.getUint32(4, true),
    gid: size.view.getUint32(8, true),
  };
}

const SO_SNDTIMEO = 21;

/** Lets a blocking send take `milliseconds` at most; it gives EAGAIN then. */
export function setSendTimeout(fd: number, milliseconds: number): void {
  // struct timeval: seconds, microseconds
  size.view.setBigInt64(0, BigInt(Math.floor(milliseconds / 1000)), true);
  size.view.setBigInt64(8, BigInt((milliseconds % 1000) * 1000), true);
  demand("setsockopt", undefined, fd, SOL.SOCKET, SO_SNDTIMEO, size.address, 16);
}

/** Ends sending (`write`) or both directions; a connection that is gone already is no error. */
export function shutdown(fd: number, direction: "write" | "both"): void {
  const result = attempt("shutdown", fd, direction === "write" ? 1 : 2);
  if (result === -1 && lastErrno() !== errno.ENOTCONN) check("shutdown", -1);
}

/**
 * Receives into `buffer`: the number of bytes, 0 at the end of the stream, undefined when nothing
 * is there yet.
 */
export function receive(
  fd: number,
  buffer: Uint8Array<ArrayBuffer>,
  flags = 0,
): number | undefined {
  const count = attemptWithBuffer("recvfrom", fd, buffer, buffer.length, flags);
  if (count >= 0) return count;
  if (lastErrno() === errno.EAGAIN || lastErrno() === errno.EINTR) return undefined;
  check("recv", -1);
}

/** Sends from `buffer`: how many bytes were taken, 0 when the socket takes none now. No SIGPIPE. */
export function send(fd: number, buffer: Uint8Array<ArrayBuffer>, flags = 0): number {
  const count = attemptWithBuffer("sendto", fd, buffer, buffer.length, flags | MSG.NOSIGNAL);
  if (count >= 0) return count;
  if (lastErrno() === errno.EAGAIN || lastErrno() === errno.EINTR) return 0;
  check("send", -1);
  return 0;
}

/** As `receive` into a region, for what happens often: the runtime has nothing to make for it. */
export function receiveInto(fd: number, target: Region, flags = 0): number | undefined {
  const count = attempt("recvfrom", fd, target.address, target.bytes.length, flags);
  if (count >= 0) return count;
  if (lastErrno() === errno.EAGAIN || lastErrno() === errno.EINTR) return undefined;
  check("recv", -1);
}

/** As `send`, the first `size` bytes of a region. As `receiveInto`. */
export function sendFrom(fd: number, source: Region, size: number, flags = 0): number {
  const count = attempt("sendto", fd, source.address, size, flags | MSG.NOSIGNAL);
  if (count >= 0) return count;
  if (lastErrno() === errno.EAGAIN || lastErrno() === errno.EINTR) return 0;
  check("send", -1);
  return 0;
}

/** Two connected Unix sockets: for a stream, or for messages that stay whole. */
export function socketpair(kind: "stream" | "messages" = "stream"): [number, number] {
  const type = kind === "stream" ? SOCK.STREAM : SOCK.SEQPACKET;
  demand(
    "socketpair",
    undefined,
    AF.UNIX,
    type | SOCK.NONBLOCK | SOCK.CLOEXEC,
    0,
    size.address,
  );
  return [size.view.getInt32(0, true), size.view.getInt32(4, true)];
}
