/**
 * `.ftpaccess` files in the original and in our server: the same files, the same questions.
 */
import type { Place, Server } from "../harness/server.ts";
import { directory, limit } from "../session/access/oracle.ts";
import { compare } from "./dialogue/compare.ts";
import { get, put, type Step } from "./dialogue/talk.ts";

const NO_RETR = limit("RETR", "DenyAll");
const RETR = limit("RETR", "AllowAll");
const NO_STOR = limit("STOR", "DenyAll");

/** A home for each way in which files and sections meet: what its `.ftpaccess` files hold. */
const texts: Readonly<Record<string, string>> = {
  "one/a": NO_RETR,
  "two/a": NO_STOR,
  "two/a/b": NO_RETR,
  "lifted/a": NO_RETR,
  "lifted/a/b": RETR,
  "same/a": NO_RETR,
  "same/a/b": RETR,
  "word/a": limit("READ", "AllowAll"),
  "below/a": NO_RETR,
  "above/a": RETR,
  "contents/a": RETR,
  "glob/a": NO_STOR,
  "server/a": limit("SIZE", "AllowAll"),
  "all/a": limit("ALL", "DenyAll"),
  "dirs/a": limit("DIRS", "DenyAll"),
  "filters/a": "DenyFilter xx\nPathDenyFilter yy\n",
  "settings/a": "AllowOverwrite off\nUmask 077\n",
  "who/a": limit("RETR", "AllowUser alice", "DenyAll") + limit("STOR", "DenyGroup !nobody"),
};

function config({ folder }: Place): string {
  const home = `${folder}/home/alice`;
  return [
    limit("SIZE", "DenyUser alice"),
    directory(`${home}/same/a`, RETR),
    directory(`${home}/word/a`, NO_RETR),
    directory(`${home}/below/a/b`, RETR),
    directory(`${home}/above`, NO_RETR),
    directory(`${home}/contents/a/*`, NO_RETR),
    directory(`${home}/g*`, NO_RETR),
  ].join("");
}

async function prepare(server: Server): Promise<void> {
  const { home, uid, gid } = server.account();
  async function own(path: string, make: (path: string) => Promise<void>): Promise<void> {
    await make(path);
    await Deno.chown(path, uid, gid);
  }
  for (const path of Object.keys(texts)) {
    const top = path.split("/")[0];
    for (const folder of ["", "/a", "/a/b", "/a/b/c"].map((below) => `${home}/${top}${below}`)) {
      await own(folder, (path) => Deno.mkdir(path, { recursive: true }));
      await own(`${folder}/f.txt`, (path) => Deno.writeTextFile(path, "hello\n"));
    }
  }
  for (const [folder, text] of Object.entries(texts)) {
    await own(`${home}/${folder}/.ftpaccess`, (path) => Deno.writeTextFile(path, text));
  }
  await Deno.symlink("one/a", `${home}/folder-link`);
  await Deno.symlink("one/a/f.txt", `${home}/file-link`);
}

/** What may be done in the folders of `top`. */
function everywhere(top: string): readonly Step[] {
  return ["", "a/", "a/b/", "a/b/c/"].map((below) => `${top}/${below}f.txt`)
    .flatMap((path) => [get(`RETR ${path}`), put(`STOR ${path}`), `SIZE ${path}`]);
}

const scenarios: readonly (readonly [why: string, home: string])[] = [
  ["a file is about its directory and what is below", "one"],
  ["two files on the way both count", "two"],
  ["the closer of two files decides", "lifted"],
  ["a file comes before the section for the same directory", "same"],
  ["but a word that tells more comes before the closer place", "word"],
  ["a section for a directory below comes before the file", "below"],
  ["a file comes before the section for a directory above", "above"],
  ["a section for what is in a directory comes before the file in it", "contents"],
  ["a file does not hide a section with a pattern", "glob"],
  ["a file comes before the server", "server"],
  ["users and groups are asked about in a file as elsewhere", "who"],
];

compare({
  name: ".ftpaccess: files in directories decide as in the original",
  config,
  prepare,
  login: "alice",
  ignoreLog: /' denied by \w+Filter/,
  cases: {
    ...Object.fromEntries(
      scenarios.map(([why, home]) => [why, ["TYPE I", ...everywhere(home)]]),
    ),
    "links lead to the file of where they lead": [
      get("RETR folder-link/f.txt"),
      get("RETR file-link"),
      put("STOR file-link"),
    ],
    "what may not be listed is not there": [
      ...["NLST all", "NLST all/a", "NLST dirs", "NLST dirs/a"].map((line) => get(line)),
      ...["CWD all/a", "CWD all/a/b", "RMD all/a/b", "RNFR all/a/f.txt", "DELE all/a/f.txt"],
      ...["CWD dirs/a", "MDTM dirs/a/f.txt", "MKD all/a/new"],
    ],
    "filters are for what is in the directory": [
      put("STOR filters/a/yy"),
      put("STOR filters/yy"),
      "CWD filters/a",
      "DELE xx",
      "MKD yy",
      "MKD zz",
    ],
    "settings are for what is in the directory": [
      put("STOR settings/f.txt"),
      put("STOR settings/a/f.txt"),
      put("STOR settings/a/new"),
    ],
  },
});

compare({
  name: ".ftpaccess: nothing outside of the jail is read",
  config: "DefaultRoot ~/one\n",
  async prepare(server) {
    await prepare(server);
    await Deno.writeTextFile(`${server.home}/.ftpaccess`, limit("ALL", "DenyAll"));
  },
  login: "alice",
  cases: {
    "the top of the jail is the last directory": [
      get("RETR f.txt"),
      get("RETR a/f.txt"),
      put("STOR a/f.txt"),
    ],
  },
});

compare({
  name: ".ftpaccess: none counts where AllowOverride is off",
  config: "AllowOverride off\n",
  prepare,
  login: "alice",
  cases: { "nothing is denied": [...everywhere("one"), ...everywhere("all")] },
});
