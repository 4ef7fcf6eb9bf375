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
  /** Other names for it: under each of them it is another tool. */
  readonly links?: readonly string[];
}

/** All of them. */
export const EXECUTABLES: readonly Executable[] = [
  { name: "proftpd", entry: "main.ts", startsItself: true },
  {
    name: "ftpshut",
    entry: "ftpshut.ts",
    startsItself: false,
    links: ["ftpwho", "ftpcount", "ftpscrub", "ftptop", "ftpdctl", "ftpasswd", "ftpquota"],
  },
];
