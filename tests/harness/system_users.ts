/**
 * Users of the system for a server under test, without touching those of this machine: the server
 * runs in a mount namespace of its own, with a copy of /etc in which they are, and the services of
 * PAM that a test wants.
 *
 * @module
 */
import { PROFTPD, run } from "./programs.ts";
import { tempDir } from "./temp_dir.ts";
import { waitFor } from "./wait_for.ts";

/** A user in passwd(5) and shadow(5). */
export interface SystemUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  /** In /etc/shadow; /etc/passwd has an `x`. */
  readonly hash: string;
  readonly shell: string;
  /** What follows the hash in /etc/shadow; null for no line there. Default: never expires. */
  readonly aging?: string | null;
  /** The home as /etc/passwd has it, below the folder of all homes. Default: the name. */
  readonly place?: string;
}

/** What else the server finds. */
export interface Surroundings {
  /** Files in /etc/pam.d, by name. */
  readonly services?: Readonly<Record<string, string>>;
  /** The server's program. Default: ours. */
  readonly program?: string;
  /** Whether there is a syslog: needs python3 and logger. */
  readonly syslog?: boolean;
  /** Whether /var/log is a folder of its own with an empty wtmp. */
  readonly logs?: boolean;
}

/** A program that is our server with these users. */
export interface SystemUsers extends AsyncDisposable {
  /** For `startServer({ program })`. */
  readonly program: string;
  /** The home of the user `name`. */
  home(name: string): string;
  /** What is /var/log to the server, with `logs`. */
  readonly logs: string;
  /** What came to syslog so far, an entry a line. */
  syslog(): Promise<string>;
}

/** Sets up `users`. Needs what PRIVATE_ETC_NEEDS of private_etc.ts names, and namespaces. */
export async function systemUsers(
  users: readonly SystemUser[],
  { services = {}, program: server = PROFTPD, syslog = false, logs = false }: Surroundings = {},
): Promise<SystemUsers> {
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(await tempDir());
  const etc = `${folder.path}/etc`;
  const home = (name: string) => `${folder.path}/${name}`;
  await run("cp", ["-a", "/etc", folder.path]);
  let passwd = "";
  let shadow = "";
  for (const { name, uid, gid, hash, shell, aging = "20000:0:99999:7:::", place = name } of users) {
    passwd += `${name}:x:${uid}:${gid}::${home(place)}:${shell}\n`;
    if (aging !== null) shadow += `${name}:${hash}:${aging}\n`;
    await Deno.mkdir(home(name));
    await Deno.chown(home(name), uid, gid);
  }
  await Deno.writeTextFile(`${etc}/passwd`, passwd, { append: true });
  await Deno.writeTextFile(`${etc}/shadow`, shadow, { append: true });
  for (const [name, text] of Object.entries(services)) {
    await Deno.writeTextFile(`${etc}/pam.d/${name}`, text);
  }
  if (syslog) stack.use(await collectSyslog(folder.path));
  const log = `${folder.path}/var-log`;
  await Deno.mkdir(log);
  await Deno.writeTextFile(`${log}/wtmp`, "");
  const program = `${folder.path}/proftpd`;
  const script = `#!/bin/sh
exec unshare -m sh -c 'mount --bind ${etc} /etc ${logs ? `&& mount --bind ${log} /var/log` : ""} ${
    syslog ? mountDevices(folder.path) : ""
  } &&
exec ${server} "$@"' proftpd "$@"
`;
  await Deno.writeTextFile(program, script, { mode: 0o755 });
  const kept = stack.move();
  let asked = 0;
  return {
    program,
    home,
    logs: log,
    async syslog() {
      // What was sent before has come when this has.
      const mark = `mark ${++asked} of the test`;
      await run("logger", ["--socket", `${folder.path}/log`, mark]);
      const text = await waitFor("an entry in syslog", async () => {
        const text = await Deno.readTextFile(`${folder.path}/syslog`);
        return text.includes(mark) ? text : "";
      });
      return text.split("\n").filter((line) => !line.endsWith(" of the test")).join("\n");
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

/** What a program needs in /dev. */
const DEVICES = ["null", "zero", "full", "random", "urandom", "tty"];

/** Commands that give a process a /dev of its own with the log of `collectSyslog`. */
function mountDevices(folder: string): string {
  const dev = `${folder}/dev`;
  const binds = DEVICES.map((name) =>
    `touch ${dev}/${name} && mount --bind /dev/${name} ${dev}/${name}`
  );
  return `&& mkdir ${dev} && ${binds.join(" && ")} && ln -s ${folder}/log ${dev}/log &&
mount --rbind ${dev} /dev`;
}

/** Receives what is sent to /dev/log: writes an entry a line to `syslog`. */
const COLLECTOR = `
import os, socket, sys
folder = sys.argv[1]
log = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
out = open(folder + "/syslog", "ab", 0)
log.bind(folder + "/log")
os.chmod(folder + "/log", 0o666)
while True:
    out.write(log.recv(65536).rstrip(b"\\0\\n") + b"\\n")
`;

async function collectSyslog(folder: string): Promise<AsyncDisposable> {
  const child = new Deno.Command("python3", {
    args: ["-c", COLLECTOR, folder],
    stdin: "null",
    stdout: "null",
    stderr: "inherit",
  }).spawn();
  const collector = {
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await child.status;
    },
  };
  await waitFor("a socket for syslog", async () => {
    const names = await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
    return names.includes("log");
  });
  return collector;
}
