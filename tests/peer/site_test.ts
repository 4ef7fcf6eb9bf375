/**
 * SITE CHMOD, CHGRP and HELP, MFMT and MFF, and the commands of mod_site_misc.c.
 */
import type { Server } from "../harness/server.ts";
import { limit } from "../session/access/oracle.ts";
import { compare } from "./dialogue/compare.ts";
import type { Step, Talk } from "./dialogue/talk.ts";

const ALICE = 20_001;
const users = [
  { name: "alice", uid: ALICE, gid: ALICE },
  { name: "bob", uid: 20_002, gid: 20_002 },
];

async function furnish(home: string, _: Server): Promise<void> {
  const old = new Date("2020-02-03T04:05:06Z");
  await Deno.mkdir(`${home}/dir/sub`, { recursive: true });
  for (const name of ["file", "two words", "roots", "dir/x", "dir/sub/y"]) {
    await Deno.writeTextFile(`${home}/${name}`, name);
    await Deno.utime(`${home}/${name}`, old, old);
  }
  await Deno.symlink("file", `${home}/link`);
  await Deno.symlink("nowhere", `${home}/dangling`);
  await Deno.symlink("round", `${home}/round`);
  for (const name of ["file", "two words", "dir", "dir/x", "dir/sub", "dir/sub/y"]) {
    await Deno.chown(`${home}/${name}`, ALICE, ALICE);
  }
}

async function prepare({ folder }: Server): Promise<void> {
  const group = await Deno.readTextFile(`${folder}/group`);
  const more = "one:x:20003:alice\nothers:x:20004:bob\n";
  await Deno.writeTextFile(`${folder}/group`, group + more);
}

/** Commands, each followed by a look at what it did. */
function each(verb: string, ...rest: readonly string[]): readonly Step[] {
  return rest.flatMap((words) => [`${verb} ${words}`.trimEnd(), look]);
}

async function look({ notes, server }: Talk): Promise<void> {
  for (const name of ["file", "dir"]) {
    const info = await Deno.stat(`${server.home}/${name}`).catch(() => undefined);
    const times = [info?.atime, info?.mtime].map((time) => time?.toISOString().slice(0, 19));
    // The present is not the same for both.
    const told = times.map((time) => time && time > "2024" ? "now" : time).join(" ");
    notes.push(`${name}: ${info?.mode?.toString(8)} ${info?.gid} ${told}`);
  }
}

const SITE: Readonly<Record<string, readonly Step[]>> = {
  "SITE CHMOD": each(
    "SITE CHMOD",
    ...["", "600", "644 file", "0600 file", "4755 file", "8 file", "u+x file", "a=rw file"],
    ...["=r file", "o+t dir", "go-r file", "1777 dir", "x file", "u file"],
    ...["u+z file", "-1 file", "0644a file", "600 two words", "600 missing", "u+x missing"],
    ...["600 roots", "640 link", "600 dangling", "600 dir/../file", "600 dir/x", "000 file"],
    ...["604 file/", "600 file/x", "700 dir/", '606 "file"', '"602" file', '600 "two words"'],
    ...['600 a"b', `600 ${"x".repeat(256)}`, "600 missing/", "600 round"],
  ),
  "SITE CHGRP": each(
    "SITE CHGRP",
    ...["", "one", "one file", "20001 file", "others file", "nosuch file", "20004 file"],
    ...["alices file", "one missing", "one two words", "one dir", "one link", "one roots"],
    ...["0 file", "20001x file", "one dir/../file", "20003 file/", "one file/x", "one dir/"],
    ...['20001 "file"', '"one" "two words"', "one round"],
  ),
  "MFMT": each(
    "MFMT",
    ...["", "20200101000000", "20200101000000 file", "20200101000000 missing", "2020 file"],
    ...["20200101000000.123 file", "20201301000000 file", "20200101250000 file", "abc file"],
    ...["20200101000000 dir", "20200101000000 two words", "20200101000000 roots"],
    ...["20210101000000 link", "20200101000000 dangling", "19691231235959 file"],
    ...["202001010000 file", "20200101000000 dir/../file"],
  ),
  "MFF": each(
    "MFF",
    ...["", "file", "modify=20200102030405;", "modify=20200102030405; file", "size=3; file"],
    ...["Modify=20210102030405; file", "UNIX.mode=0600; file", "UNIX.group=20003; file"],
    ...["UNIX.group=alices; file", "unix.mode=644;modify=20210101000000; file", "foo=bar; file"],
    ...["constructor=1; file"],
    ...["UNIX.mode=644 file", "modify=2020; file", "UNIX.mode=9; file", "UNIX.mode=7755; file"],
    ...["UNIX.group=20004; file", "UNIX.owner=0; file", "modify=20200102030405; missing"],
    ...["modify=20200102030405; dir", "UNIX.mode=600; two words", "UNIX.mode=640; link"],
    ...["modify=20200102030405; roots", "modify; file", "modify=; file", "; file"],
    ...["create=20200101000000; file", "UNIX.mode=0755;UNIX.group=20001; dir"],
    ...["UNIX.mode=u+x; file", "UNIX.mode=600;file", "UNIX.groupname=one; file"],
  ),
};

const MISC: Readonly<Record<string, readonly Step[]>> = {
  "SITE HELP": [
    ...["SITE HELP", "HELP SITE", "SITE HELP CHMOD", "SITE HELP chgrp", "SITE HELP HELP", "SITE"],
    ...["SITE HELP MKDIR", "SITE HELP FOO", "SITE FOO", "HELP MFMT", "HELP MFF", "SITE chmod"],
  ],
  "SITE MKDIR": each(
    "SITE MKDIR",
    ...["", "a/b/c", "a/b", "file/b", "/abs/x", "two w/x y", "dir/../n", "link/x", "roots/x", "q/"],
  ),
  "SITE RMDIR": each("SITE RMDIR", "", "dir", "missing", "file", "link"),
  "SITE SYMLINK": each(
    "SITE SYMLINK",
    ...["", "file", "file l1", "file l1", "missing l2", "../../etc/passwd l3", "/file l4"],
    ...["file dir/l5", "dir l6", "file file", "link l7", "file b c"],
  ),
  "SITE UTIME": each(
    "SITE UTIME",
    ...["", "202001020304 file", "20200102030405 file", "2020 file", "20200102030405 two words"],
    ...["file 20210102030405 20220102030405 20230102030405 UTC", "file"],
    ...["file 202101020304 202201020304 202301020304 UTC", "20200102030405 roots"],
    ...["file 20210102030405 20220102030405 20230102030405 CET", "20200102030405 missing"],
    ...["20201302030405 file", "20200132030405 file", "20200102250405 file", "abcdefghijkl file"],
    ...["20200102030405", "20200102030405 dir", "20210102030405 link", "196912312359 file"],
    ...["two words 20210102030405 20220102030405 20230102030405 UTC"],
    ...["file 2021 20220102030405 20230102030405 UTC"],
  ),
};

compare({
  name: "SITE CHMOD and CHGRP, MFMT and MFF do what the original's do",
  users,
  config: "DefaultRoot ~\n",
  login: "alice",
  furnish,
  prepare,
  cases: SITE,
});

compare({
  name: "SITE CHMOD and CHGRP do what the original's do without a jail",
  users,
  config: "DefaultChdir ~\n",
  login: "alice",
  furnish,
  prepare,
  cases: { "SITE CHMOD": SITE["SITE CHMOD"], "SITE CHGRP": SITE["SITE CHGRP"] },
});

compare({
  name: "the commands of mod_site_misc do what the original's do",
  users,
  config: "LoadModule mod_site_misc.c\nDefaultRoot ~\n",
  login: "alice",
  furnish,
  prepare,
  cases: MISC,
});

const CHANGES: readonly Step[] = [
  ...["SITE CHMOD 644 file", "SITE CHGRP one file", "MFMT 20200101000000 file"],
  ...["MFF modify=20200101000000; file", "SITE MKDIR new", "SITE SYMLINK file sl"],
  ...["SITE UTIME 202001010000 file", "SITE RMDIR dir"],
];

const restrictions: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ["READ", "WRITE", "DIRS", "SITE_CHMOD", "SITE_CHGRP SITE_MKDIR SITE_UTIME", "MFMT MFF"]
      .map((words) => [`<Limit ${words}>`, limit(words, "DenyAll")]),
  ),
  "<Limit SITE_RMDIR MKD>": limit("SITE_RMDIR MKD", "DenyAll"),
  "PathDenyFilter": "PathDenyFilter file$\n",
  "SiteMiscEngine off": "SiteMiscEngine off\n",
};

for (const [name, lines] of Object.entries(restrictions)) {
  compare({
    name: `${name}: commands that change files answer as the original's`,
    users,
    config: `LoadModule mod_site_misc.c\nDefaultRoot ~\n${lines}`,
    login: "alice",
    furnish,
    prepare,
    ignoreLog: /denied by PathDenyFilter/,
    cases: { "changes": CHANGES },
  });
}
