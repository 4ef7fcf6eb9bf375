/**
 * The FTP wire as pure functions: what a client's bytes mean and how answers are written.
 *
 * Nothing here does input or output or imports another room; text is byte strings throughout
 * (one UTF-16 unit is one byte).
 *
 * @module
 */

export { formatReply, FtpError, type Reply, reply, singleLine } from "./reply.ts";
