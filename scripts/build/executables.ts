/**
 * The executables of this project.
 *
 * @module
 */

/** An executable: its name, and what it is made of. */
export interface Executable {
  readonly name: string;
  /** The module it starts with, from the top of the project. */
  readonly entry: string;
  /** True if it starts copies of itself. */
  readonly startsItself: boolean;
  /** What its entry imports at run time for every role but that of a session, if it has roles. */
  readonly notForSessions?: readonly string[];
}

export const EXECUTABLES: readonly Executable[] = [
  {
    name: "proftpd",
    entry: "main.ts",
    startsItself: true,
    notForSessions: ["./src/roles/command.ts", "./src/roles/try_out.ts"],
  },
  { name: "ftpshut", entry: "ftpshut.ts", startsItself: false },
];
