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
  /** What is not needed of it in sessions, if it has sessions. */
  readonly sessions?: {
    /** The first arguments with which it is one. */
    readonly words: readonly string[];
    /** What its entry imports at run time for everything else. */
    readonly without: readonly string[];
  };
}

export const EXECUTABLES: readonly Executable[] = [
  {
    name: "proftpd",
    entry: "main.ts",
    startsItself: true,
    sessions: {
      words: ["@session", "@spare"],
      without: ["./src/roles/command.ts", "./src/roles/try_out.ts"],
    },
  },
  { name: "ftpshut", entry: "ftpshut.ts", startsItself: false },
];
