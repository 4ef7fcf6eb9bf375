/**
 * SITE CPFR, CPTO and COPY, in the original and in our server.
 */
import type { Server } from "../harness/server.ts";
import { limit } from "../session/access/oracle.ts";
import { compare } from "./dialogue/compare.ts";
import type { Step } from "./dialogue/talk.ts";

const ALICE = 20_001;
const users = [{ name: "alice", uid: ALICE, gid: ALICE }];

async function furnish(home: string, _: Server): Promise<void> {
  await Deno.mkdir(`${home}/src/deep`, { recursive: true });
  await Deno.mkdir(`${home}/src/empty`);
  await Deno.mkdir(`${home}/dir`);
  for (const name of ["a", "b", "two words", "src/f1", "src/deep/f2", "dir/x", "secret"]) {
    await Deno.writeTextFile(`${home}/${name}`, name);
  }
  for (const name of ["a", "b", "two words", "src", "src/f1", "src/deep", "src/deep/f2"]) {
    await Deno.chown(`${home}/${name}`, ALICE, ALICE);
  }
  for (const name of ["src/empty", "dir", "dir/x"]) {
    await Deno.chown(`${home}/${name}`, ALICE, ALICE);
  }
  await Deno.chmod(`${home}/b`, 0o4751);
  await Deno.chmod(`${home}/secret`, 0);
  await Deno.symlink("f1", `${home}/src/link`);
  await Deno.symlink("a", `${home}/link`);
  await Deno.symlink("nowhere", `${home}/dangling`);
}

/** CPFR and CPTO. */
const copy = (
  from: string,
  to: string,
): readonly Step[] => [`SITE CPFR ${from}`, `SITE CPTO ${to}`];

const CASES: Readonly<Record<string, readonly Step[]>> = {
  "without a source": ["SITE CPFR", "SITE CPTO x", "SITE COPY", "SITE COPY a", "SITE CPFR missing"],
  "sequences": [
    ...["SITE CPFR a", "NOOP", "SITE CPTO c1", "SITE CPTO c2", "SITE CPFR a", "CWD dir"],
    ...["SITE CPTO c3", "CWD ..", "SITE CPFR a", "SITE COPY b c4", "SITE CPTO", "SITE CPTO c5"],
    ...["SITE CPFR b", "SITE CPFR missing", "SITE CPTO c6", "RNFR a", "SITE CPTO c7", "RNTO c8"],
  ],
  "files": [
    ...[...copy("a", "new"), ...copy("a", "b"), ...copy("a", "dir"), ...copy("dir", "a")],
    ...[...copy("a", "a"), ...copy("secret", "new2"), ...copy("a", "secret")],
    ...[...copy("a", "nodir/x"), ...copy("two words", "three words"), ...copy("b", "mode")],
  ],
  "directories": [...copy("src", "new"), "SITE COPY src new2", "SITE COPY src dir"],
  "what is above a directory and missing": [
    ...[...copy("src", "no/x"), ...copy("src/deep", "none/of/these"), "SITE COPY src no/more//x"],
    ...[...copy("link", "not/x"), ...copy("src/link", "not/x"), "SITE COPY a not/x"],
    ...copy("src", "not/../x"),
  ],
  "links": [...copy("link", "new"), ...copy("dangling", "new2")],
  "SITE COPY": [
    ...["SITE COPY a new", "SITE COPY missing x", "SITE COPY a two words", "SITE COPY a a"],
    ...["SITE COPY a nodir/x", "SITE COPY a b x", "SITE COPY secret x", "SITE COPY a dir"],
    ...["SITE COPY dir a", "SITE COPY a secret", "SITE COPY a b"],
  ],
  "SITE HELP": ["SITE HELP", "SITE HELP CPFR", "HELP SITE"],
};

const LOADED = "LoadModule mod_copy.c\nDefaultRoot ~\n";

compare({
  name: "SITE CPFR, CPTO and COPY do what the original's do",
  users,
  config: `${LOADED}AllowOverwrite on\n`,
  login: "alice",
  furnish,
  ignoreLog: /cannot copy to|for copying|error symlinking/,
  cases: CASES,
});

const restrictions: Readonly<Record<string, string>> = {
  "AllowOverwrite off": "",
  "<Limit WRITE>": limit("WRITE", "DenyAll"),
  "<Limit SITE_COPY>": limit("SITE_COPY", "DenyAll"),
  "<Limit SITE_CPTO>": limit("SITE_CPTO", "DenyAll"),
  "PathDenyFilter": "PathDenyFilter b$\n",
  "CopyEngine off": "CopyEngine off\n",
};

for (const [name, lines] of Object.entries(restrictions)) {
  compare({
    name: `${name} holds for copies as in the original`,
    users,
    config: LOADED + lines,
    login: "alice",
    furnish,
    ignoreLog: /cannot copy to|for copying|denied by PathDenyFilter/,
    cases: {
      "copies": [...copy("a", "b"), "SITE COPY a b", ...copy("a", "new")],
      "directories": copy("src/empty", "x/y"),
      "what is there": [...copy("a", "a"), "SITE COPY a a", "SITE COPY a dir"],
    },
  });
}
