/**
 * The cli room: option tables and texts of both programs.
 *
 * @module
 */

export * from "./messages.ts";
export * from "./proftpd_options.ts";
export * from "./self.ts";
export * from "./version.ts";
