/**
 * Handing an open descriptor to another process over a Unix socket (unix(7), SCM_RIGHTS).
 *
 * @module
 */

import { errno } from "./errno.ts";
import { attempt, check, lastErrno } from "./kernel.ts";
import { region } from "./memory.ts";
import { MSG } from "./sockets.ts";

const SOL_SOCKET = 1;
const SCM_RIGHTS = 1;
const MSG_CMSG_CLOEXEC = 0x4000_0000;

// One region holds struct msghdr, the iovec, the byte that has to go along, and the control data.
const MSGHDR = 0;
const IOVEC = 64;
const BYTE = 80;
const CONTROL = 96;
/** CMSG_SPACE(sizeof(int)) and CMSG_LEN(sizeof(int)) on 64-bit machines. */
const CONTROL_SPACE = 24;
const CONTROL_LENGTH = 20;

const memory = region(128);

function layOut(): void {
  const { view, address, bytes } = memory;
  bytes.fill(0);
  view.setBigUint64(MSGHDR + 16, BigInt(address + IOVEC), true); // msg_iov
  view.setBigUint64(MSGHDR + 24, 1n, true); // msg_iovlen
  view.setBigUint64(MSGHDR + 32, BigInt(address + CONTROL), true); // msg_control
  view.setBigUint64(MSGHDR + 40, BigInt(CONTROL_SPACE), true); // msg_controllen
  view.setBigUint64(IOVEC, BigInt(address + BYTE), true);
  view.setBigUint64(IOVEC + 8, 1n, true);
}

/** A descriptor that was received, with the byte that came along. */
export interface Received {
  readonly fd: number;
  /** What the sender says of it, 0 to 255. */
  readonly note: number;
}

/**
 * Sends a copy of `fd` to whoever reads `socket`, and the byte `note` with it. False when nobody does any more, or the socket is
 * full; throws `SysError` for anything else.
 */
export function sendDescriptor(socket: number, fd: number, note = 0): boolean {
  layOut();
  const { view, address, bytes } = memory;
  bytes[BYTE] = note;
  view.setBigUint64(CONTROL, BigInt(CONTROL_LENGTH), true);
  view.setInt32(CONTROL + 8, SOL_SOCKET, true);
  view.setInt32(CONTROL + 12, SCM_RIGHTS, true);
  view.setInt32(CONTROL + 16, fd, true);
  if (attempt("sendmsg", socket, address, MSG.NOSIGNAL | MSG.DONTWAIT) === 1) return true;
  const gone = [errno.EPIPE, errno.ECONNRESET, errno.ENOTCONN, errno.EAGAIN];
  if (!gone.includes(lastErrno())) check("sendmsg", -1);
  return false;
}

/**
 * Receives a descriptor that was sent over `socket`, closed on exec; undefined when the other side
 * closed the socket instead. Waits if the socket is a blocking one. Throws `SysError`.
 */
export function receiveDescriptor(socket: number): Received | undefined {
  layOut();
  const { view, address, bytes } = memory;
  const count = check("recvmsg", attempt("recvmsg", socket, address, MSG_CMSG_CLOEXEC));
  if (count === 0 || Number(view.getBigUint64(MSGHDR + 40, true)) < CONTROL_LENGTH) {
    return undefined;
  }
  return { fd: view.getInt32(CONTROL + 16, true), note: bytes[BYTE] };
}
