/**
 * `ftpshut`: announces that the FTP service goes down, by the file that all servers on this machine
 * look at (ftpshut(8)). Called by another name it is one of the tools that look at the scoreboard:
 * `ftpwho`, `ftpcount`, `ftpscrub`, `ftptop`; or `ftpdctl`, which talks to the daemon, or `ftpasswd`,
 * which keeps files of users, or `ftpquota`, which keeps those of quotas.
 *
 * @module
 */

import { calledAs } from "./src/cli/called_as.ts";
import { FTPSHUT_USAGE, parseFtpshutOptions } from "./src/cli/ftpshut_options.ts";
import { bytesOf, utf8 } from "./src/libc/bytes.ts";
import { writeAll } from "./src/libc/files.ts";
import { setProcessName } from "./src/libc/process.ts";
import { isSysError } from "./src/libc/sys_error.ts";
import { DEFAULT_SHUTDOWN_FILE } from "./src/shutdown/shutdown_file.ts";
import { parseWhen, resolveWhen } from "./src/shutdown/when.ts";
import { removeShutdown, writeShutdown } from "./src/shutdown/write_shutdown.ts";

/** Does what `args` ask for; the result is the exit status. */
function main(args: readonly string[]): number {
  const request = parseFtpshutOptions(args);
  if (request.kind === "refuse") return refuse(request.message);
  const { kind, file = DEFAULT_SHUTDOWN_FILE } = request;
  try {
    if (kind === "remove") {
      removeShutdown(file);
      print(1, `ftpshut: ${file} removed\n`);
      return 0;
    }
    const when = parseWhen(request.time);
    const at = when && resolveWhen(when, Math.floor(Date.now() / 1000));
    if (at === undefined) return refuse("Invalid time interval specified.");
    writeShutdown(file, { ...request, at });
    return 0;
  } catch (error) {
    if (!isSysError(error)) throw error;
    const doing = kind === "remove" ? "removing" : "opening";
    print(2, `ftpshut: error ${doing} '${file}': ${error.reason}\n`);
    return 1;
  }
}

function refuse(message: string | undefined): number {
  if (message !== undefined) print(2, `ftpshut: ${message}\n`);
  print(1, FTPSHUT_USAGE);
  return 1;
}

function print(fd: 1 | 2, text: string): void {
  try {
    writeAll(fd, bytesOf(text));
  } catch (error) {
    // Nobody reads it: the exit status tells the rest.
    if (!isSysError(error)) throw error;
  }
}

const { name, args } = calledAs(
  ["ftpwho", "ftpcount", "ftpscrub", "ftptop", "ftpdctl", "ftpasswd", "ftpquota"] as const,
  Deno.args.map(utf8),
);
if (name === undefined) Deno.exit(main(args));
setProcessName(name);
const { TOOLS } = await import("./src/tools/mod.ts");
Deno.exit(await TOOLS[name](args));
