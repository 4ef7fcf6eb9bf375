/**
 * Whose the files are that clients make: UserOwner, GroupOwner and Umask, in the original and in our
 * server.
 */
import type { Server } from "../harness/server.ts";
import { directory } from "../session/access/oracle.ts";
import { compare } from "./dialogue/compare.ts";
import { put, type Step } from "./dialogue/talk.ts";

const users = [
  { name: "alice", uid: 20_001, gid: 20_001 },
  { name: "bob", uid: 20_002, gid: 20_002 },
];

async function furnish(home: string, server: Server): Promise<void> {
  const { uid, gid } = server.account();
  await Deno.writeTextFile(`${home}/there`, "x");
  await Deno.mkdir(`${home}/sub`);
  for (const path of [`${home}/there`, `${home}/sub`]) await Deno.chown(path, uid, gid);
}

const STEPS: readonly Step[] = [
  ...[put("STOR new"), put("APPE added"), put("STOR there"), put("APPE there"), "MKD dir"],
  ...["XMKD xdir", put("STOR sub/new"), "MKD sub/dir", "RNFR sub", "RNTO moved"],
];

const rules: Readonly<Record<string, string>> = {
  "GroupOwner of a group of the user's": "GroupOwner one\n",
  "GroupOwner of a group of others": "GroupOwner others\n",
  "GroupOwner ~": "GroupOwner ~\n",
  "GroupOwner that nobody knows": "GroupOwner nosuch\n",
  "UserOwner": "UserOwner bob\n",
  "UserOwner and any group": "UserOwner bob\nGroupOwner others\n",
  "UserOwner that nobody knows": "UserOwner nosuch\n",
  "Umask": "Umask 027\n",
  "Umask of two": "Umask 077 007\n",
};

for (const unprivileged of [false, true]) {
  for (const [name, lines] of Object.entries(rules)) {
    // What it says of owners depends on whom the tests run as.
    if (unprivileged && name !== "UserOwner" && name !== "Umask of two") continue;
    compare({
      name: `${name}: what is made belongs to whom, for ${
        unprivileged ? "a user" : "root"
      }'s daemon`,
      ...unprivileged ? { unprivileged } : { users },
      config: ({ folder }) =>
        "AllowOverwrite on\nAllowStoreRestart on\n" +
        directory(`${folder}/home/alice`, lines),
      async prepare({ folder }) {
        const group = await Deno.readTextFile(`${folder}/group`);
        const more = "one:x:20003:alice\nothers:x:20004:bob\n";
        await Deno.writeTextFile(`${folder}/group`, group + more);
      },
      login: "alice",
      furnish,
      // The original makes directories by another name first, and complains of the length of that.
      ignoreLog: /chown\(|\.dstX|STACK TRACE|\): \[\d+\] |unable to set[ug]id|mod_cap/,
      cases: { "uploads and directories": STEPS },
    });
  }
}
