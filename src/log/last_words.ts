/**
 * What the log says of a signal that ends a process.
 *
 * @module
 */

/** Signals with words of their own, by number (signal(7)). */
const OWN_WORDS: Readonly<Record<number, string>> = {
  6: "ProFTPD received SIGABRT signal, no core dump",
  8: "ProFTPD terminating (signal 8)",
  11: "ProFTPD terminating (signal 11)",
  24: "ProFTPD CPU limit exceeded (signal 24)",
};

/** The original's line about the end by `signal`. */
export function lastWords(signal: number): string {
  return OWN_WORDS[signal] ?? `ProFTPD killed (signal ${signal})`;
}
