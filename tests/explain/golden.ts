/**
 * Golden files of `proftpd --explain`: a configuration, then questions and what is said to each.
 *
 *     (the configuration; /srv stands for a folder of the test)
 *     === alice@192.0.2.1 STOR pub/new
 *     (what is printed from the command on that the decision fell in)
 *     === all alice@192.0.2.1 STOR pub/new
 *     (everything that is printed)
 *
 * The exit status has to fit the last line: 0 with `allowed`, 1 with `denied`, else 2.
 *
 * @module
 */
import { withDefaults } from "../harness/config_text.ts";
import { HASHES } from "../harness/password.ts";
import { PROFTPD, run } from "../harness/programs.ts";

/** One question and its answer. */
export interface Case {
  readonly question: string;
  /** Whether all of the output is in the golden file. */
  readonly all: boolean;
  readonly expected: string;
}

/** A golden file, taken apart. */
export interface Golden {
  readonly name: string;
  readonly config: string;
  readonly cases: readonly Case[];
}

/** Where the golden files are. */
export const goldenFolder = new URL("../golden/explain/", import.meta.url);

/** All golden files, by name. */
export function goldenFiles(): Golden[] {
  const names = [...Deno.readDirSync(goldenFolder)].map((entry) => entry.name).sort();
  return names.map((name) => {
    const [config, ...parts] = Deno.readTextFileSync(new URL(name, goldenFolder))
      .split(/^=== /m);
    const cases = parts.map((part) => {
      const end = part.indexOf("\n");
      const line = part.slice(0, end);
      const all = line.startsWith("all ");
      return { question: all ? line.slice(4) : line, all, expected: part.slice(end + 1) };
    });
    return { name: name.replace(/\.txt$/, ""), config, cases };
  });
}

/** Who there is. */
const USERS = [
  ["alice", 64001, 64101, "/bin/sh"],
  ["bob", 64002, 64101, "/bin/sh"],
  ["carol", 64003, 64103, "/bin/no-such-shell"],
  ["toor", 0, 0, "/bin/sh"],
  ["visitor", 64005, 64105, "/bin/sh"],
  ["newcomer", 64006, 64101, "/bin/sh"],
] as const;

const GROUPS = "users:x:64101:\nstaff:x:64102:alice\nguests:x:64103:\nvisitors:x:64105:\n";

/** Makes in `folder` what the configurations speak of. */
export async function furnish(folder: string): Promise<void> {
  await Deno.chmod(folder, 0o755);
  await Deno.mkdir(`${folder}/home`);
  for (const [name, uid, gid] of USERS) {
    if (name === "newcomer") continue;
    const home = `${folder}/home/${name}`;
    await Deno.mkdir(`${home}/pub/in`, { recursive: true });
    await Deno.mkdir(`${home}/private`);
    for (const file of ["file", ".hidden", "pub/file", "private/file"]) {
      await Deno.writeTextFile(`${home}/${file}`, "text\n");
      await Deno.chown(`${home}/${file}`, uid, gid);
    }
    await Deno.writeTextFile(`${home}/private/.ftpaccess`, "<Limit STOR>\n  DenyAll\n</Limit>\n");
    await Deno.symlink("private", `${home}/link`);
    for (const path of ["", "/pub", "/pub/in", "/private"]) {
      await Deno.chown(`${home}${path}`, uid, gid);
    }
  }
  await Deno.mkdir(`${folder}/closed`, { mode: 0o755 });
  await Deno.writeTextFile(`${folder}/group`, GROUPS, { mode: 0o600 });
  const lines = USERS.map(([name, uid, gid, shell]) =>
    `${name}:${HASHES.sha512}:${uid}:${gid}::${folder}/home/${name}:${shell}\n`
  );
  await Deno.writeTextFile(`${folder}/passwd`, lines.join(""), { mode: 0o600 });
}

const defaults = (folder: string) => [
  'ServerName "Main"',
  "DefaultAddress 127.0.0.1",
  "SocketBindTight on",
  "Port 2121",
  "UseIPv6 off",
  "UseReverseDNS off",
  "User nobody",
  "SystemLog none",
  "TransferLog none",
  "AuthOrder mod_auth_file.c",
  `AuthUserFile ${folder}/passwd`,
  `AuthGroupFile ${folder}/group`,
  `ShutmsgFile ${folder}/shutmsg`,
  "DefaultRoot ~ !staff",
];

/** Writes the configuration of `golden` into `folder`, its lines where the golden file has them. */
export async function configure(folder: string, { config }: Golden): Promise<string> {
  const own = config.replaceAll("/srv", folder);
  const kept = withDefaults(own, defaults(folder)).replace(own.trimEnd(), "");
  const path = `${folder}/proftpd.conf`;
  await Deno.writeTextFile(path, own + kept);
  return path;
}

/** What `--explain` says to `question`, and its exit status. */
export async function ask(folder: string, path: string, { question, all }: Case) {
  const words = question.replaceAll("/srv", folder).split(" ");
  const { code, stdout, stderr } = await run(PROFTPD, ["-c", path, "--explain", ...words]);
  const said = stderr.replaceAll(/^.* proftpd\[\d+\]: /gm, "");
  const text = (stdout + said).replaceAll(folder, "/srv");
  return { code, text: all ? text : lastPart(text) };
}

/** From the last line on that is not indented, the verdict not counted. */
function lastPart(text: string): string {
  const lines = text.split("\n");
  const start = lines.findLastIndex((line, at) =>
    /^\S/.test(line) && /^ /.test(lines[at + 1] ?? "")
  );
  return lines.slice(Math.max(0, start)).join("\n");
}
