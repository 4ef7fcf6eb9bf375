/**
 * The FTP wire as pure functions: what a client's bytes mean and how answers are written.
 *
 * Nothing here does input or output or imports another room; text is byte strings throughout
 * (one UTF-16 unit is one byte).
 *
 * @module
 */

export * from "./ascii.ts";
export * from "./ascii_kernel.ts";
export * from "./command_line.ts";
export * from "./dates.ts";
export * from "./eprt.ts";
export * from "./facts.ts";
export * from "./foreign.ts";
export * from "./help_table.ts";
export * from "./host_port.ts";
export * from "./ident.ts";
export * from "./line_reader.ts";
export * from "./path_quote.ts";
export * from "./reply.ts";
export * from "./restart.ts";
export * from "./site_line.ts";
export * from "./telnet.ts";
export * from "./transfer_type.ts";
