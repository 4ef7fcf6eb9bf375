/**
 * What HideFiles, HideUser, HideGroup and HideNoAccess leave out of listings, and what IgnoreHidden
 * makes of commands, in the original and in our server.
 */
import type { Server } from "../harness/server.ts";
import { directory, limit } from "../session/access/oracle.ts";
import { compare } from "./dialogue/compare.ts";
import { get, put, type Step } from "./dialogue/talk.ts";
import { namesOf } from "./dialogue/names_of.ts";

const ALICE = 20_001;
const BOB = 20_002;
const users = [
  { name: "alice", uid: ALICE, gid: ALICE },
  { name: "bob", uid: BOB, gid: BOB },
];

/** Files by their owner; what ends in a slash is a directory. */
const FILES: Readonly<Record<string, number>> = {
  ...{ "a.txt": ALICE, "b.txt": BOB, "r.txt": 0, "a.hid": ALICE, "hid.d/": ALICE, "bobs/": BOB },
  ...{ "hid.d/x.txt": ALICE, "hid.d/in/": ALICE, "hid.d/in/y.txt": ALICE, "bobs/a.txt": ALICE },
  ...{ "bobs/b.txt": BOB, "sub/": ALICE, "sub/a.hid": ALICE, "sub/b.txt": BOB, "sub/r.txt": 0 },
  ...{ "sub/in/": ALICE, "sub/in/e.hid": ALICE, "sub/in/f.txt": ALICE },
};

async function furnish(home: string, _: Server): Promise<void> {
  for (const [name, owner] of Object.entries(FILES)) {
    if (name.endsWith("/")) await Deno.mkdir(`${home}/${name}`);
    else await Deno.writeTextFile(`${home}/${name}`, "hello\n");
    await Deno.chown(`${home}/${name}`, owner, owner);
  }
  for (const bits of [0o000, 0o100, 0o200, 0o400, 0o500]) {
    const name = bits.toString(8).padStart(3, "0");
    await Deno.writeTextFile(`${home}/file${name}`, "");
    await Deno.mkdir(`${home}/dir${name}`);
    for (const path of [`${home}/file${name}`, `${home}/dir${name}`]) {
      await Deno.chown(path, ALICE, ALICE);
      await Deno.chmod(path, bits);
    }
  }
  await Deno.symlink("b.txt", `${home}/to-bob`);
  await Deno.symlink("a.hid", `${home}/to-hidden`);
  await Deno.symlink("a.txt", `${home}/link.hid`);
  await Deno.symlink("hid.d", `${home}/to-dir`);
}

/** Every way to list. */
const LISTS: readonly Step[] = [
  ...["LIST", "LIST -a", "LIST -R sub", "LIST sub", "LIST hid.d", "LIST bobs", "LIST *.hid"],
  ...["LIST a.hid", "LIST b.txt", "LIST to-bob", "LIST -d hid.d", "NLST sub", "NLST hid.d"],
  ...["NLST a*.hid", "MLSD"],
].map(namesOf).concat("STAT sub", "STAT a.hid", "STAT b.txt", "STAT hid.d");

/** What each command says of what is hidden. */
const COMMANDS: readonly Step[] = [
  ...["TYPE I", "SIZE a.hid", "SIZE hid.d/x.txt", "SIZE b.txt", "SIZE to-hidden"],
  ...["MDTM a.hid", "MDTM file000", "SIZE bobs/a.txt", "SIZE missing"],
  ...["RNFR hid.d/x.txt", "RNTO hid.d/z", "RNFR a.txt", "RNTO new.hid"],
  ...["RNFR a.hid", "RNFR b.txt", "DELE a.hid", "DELE b.txt", "DELE link.hid", "DELE file200"],
  ...["MKD new.hid", "MKD hid.d", "MKD hid.d/new", "RMD hid.d/new", "RMD hid.d", "MKD fine"],
  ...["CWD hid.d", "CWD hid.d/in", "CDUP", "PWD"],
];

const UPLOADS: readonly Step[] = [
  ...["STOR a.hid", "STOR hid.d/new", "STOR fine"].map((line) => put(line, "new")),
];

const rules: Readonly<Record<string, string>> = {
  "HideFiles": "HideFiles (\\.hid$|^hid)\n",
  "HideFiles that say what is shown": "HideFiles !\\.txt$\n",
  "the first HideFiles line for the user":
    "HideFiles ^a user bob\nHideFiles \\.txt$ user bob,alice\nHideFiles \\.hid$\n",
  "HideFiles for a group and for others": "HideFiles \\.txt$ group alices\nHideFiles \\.hid$\n",
  "HideFiles for a class": "HideFiles \\.txt$ class local\nHideFiles \\.hid$\n",
  "HideFiles for nobody here": "HideFiles \\.txt$ user !alice\n",
  "HideUser": "HideUser bob\n",
  "HideUser ~": "HideUser ~\n",
  "HideUser !~": "HideUser !~\n",
  "HideUser of several": "HideUser nosuch\nHideUser bob\nHideUser ~\n",
  "HideGroup": "HideGroup bobs\n",
  "HideGroup !~": "HideGroup !~\n",
  "HideUser and HideGroup": "HideUser bob\nHideGroup ~\n",
  "HideNoAccess": "HideNoAccess on\n",
};

for (const [name, lines] of Object.entries(rules)) {
  for (const ignoring of [false, true]) {
    // Where all of alice's is hidden and ignored, so is the directory that she is in.
    if (ignoring && /[^!]~/.test(lines)) continue;
    const limits = ignoring ? limit("ALL", "IgnoreHidden on") : "";
    compare({
      name: `${name}${ignoring ? ", ignored" : ""}: what is hidden, and what commands say of it`,
      users,
      config: ({ folder }) =>
        "AllowOverwrite on\n<Class local>\nFrom 127.0.0.1\n</Class>\n" +
        directory(`${folder}/home/alice`, lines, limits),
      login: "alice",
      furnish,
      cases: { "listings": LISTS, "commands": [...COMMANDS, ...UPLOADS] },
    });
  }
}

compare({
  name: "which <Limit> decides whether commands see what is hidden",
  users,
  config: ({ folder }) => {
    const home = `${folder}/home/alice`;
    return [
      "DefaultTransferMode binary\n",
      limit("MDTM", "AllowAll"),
      directory(home, "HideFiles \\.hid$\n", limit("READ", "IgnoreHidden on")),
      directory(`${home}/sub`, limit("SIZE", "AllowAll"), limit("RETR", "IgnoreHidden off")),
      directory(`${home}/sub/in`, "HideFiles none\n", limit("DIRS", "IgnoreHidden on")),
    ].join("");
  },
  login: "alice",
  furnish,
  cases: {
    "commands": ["a.hid", "sub/a.hid", "sub/in/e.hid"].flatMap((name) => [
      ...[`SIZE ${name}`, `MDTM ${name}`, `CWD ${name}`, get(`RETR ${name}`), `DELE ${name}`],
    ]),
    "listings": ["LIST sub", "LIST sub/in", "NLST sub/in", "LIST -R sub"].map(namesOf),
  },
});
