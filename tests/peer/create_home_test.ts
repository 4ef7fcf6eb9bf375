/**
 * CreateHome: the directories that a login makes, whose they are, and what is in them.
 */
import { compare } from "./dialogue/compare.ts";
import type { Difference } from "./dialogue/confront.ts";
import { login } from "./dialogue/talk.ts";
import type { Server } from "../harness/server.ts";

/** Everybody but the first lives somewhere in the first one's home, which is what is looked at. */
const HOMES: Readonly<Record<string, string>> = {
  near: "near",
  far: "a/b/far",
  "by-link": "link/below",
  "by-broken-link": "broken/below",
  "broken-link": "broken",
  "behind-file": "file/below",
  "file": "file",
  "there": "dir",
  "long-way": "dir/../x/./long-way",
};

const users = [
  { name: "alice" },
  ...Object.entries(HOMES).map(([name, path], index) => ({
    name,
    uid: 21_000 + index,
    gid: 22_000 + index,
    home: `<folder>/home/alice/${path}`,
  })),
  { name: "nameless", home: "" },
];

/** Homes can only be told once the folder is known. */
async function tellHomes({ folder }: Server): Promise<void> {
  const passwd = await Deno.readTextFile(`${folder}/passwd`);
  await Deno.writeTextFile(`${folder}/passwd`, passwd.replaceAll("<folder>", folder));
}

async function furnish(home: string): Promise<void> {
  await Deno.chmod(home, 0o755);
  await Deno.chown(home, 0, 0);
  await Deno.mkdir(`${home}/dir`);
  await Deno.symlink("dir", `${home}/link`);
  await Deno.symlink("nosuch", `${home}/broken`);
  await Deno.writeTextFile(`${home}/file`, "");
}

const cases = (...names: string[]) =>
  Object.fromEntries(names.map((name) => [name, { steps: [login(name), "PWD"] }]));

const ONCE: Difference = {
  why: "what cannot be made is told once",
  theirs: [/: error creating '.*broken': File exists$/, /: error creating '.*below': No such file/],
  ours: [/: error creating '.*broken': No such file or directory$/],
};

compare({
  name: "CreateHome makes the directories that the original makes",
  session: "each",
  config: "CreateHome on",
  users,
  prepare: tellHomes,
  furnish,
  cases: {
    ...cases("near", "far", "by-link", "broken-link", "file", "there", "nameless", "long-way"),
    "by-broken-link": { steps: [login("by-broken-link")], differences: [ONCE] },
    "behind-file": {
      steps: [login("behind-file")],
      differences: [{
        why: "the log has the reason",
        theirs: [/behind-file chdir\(.*\) failed: No such file or directory$/],
        ours: [/behind-file chdir\(.*\) failed: Not a directory$/],
      }],
    },
  },
});

compare({
  name:
    "homes and what is on the way to them get the modes and owners that the original gives them",
  session: "each",
  config: "CreateHome on 7775 dirmode 1757 uid 23 gid ~ homegid 24\nUmask 077 002\nDefaultRoot ~",
  users,
  prepare: tellHomes,
  furnish,
  cases: cases("near", "far", "by-link"),
});

compare({
  name: "CreateHome in a class makes homes for that class, and in <Global> for everybody",
  session: "each",
  config: `
LoadModule mod_ifsession.c
<Class here>
  From 127.0.0.1
</Class>
<IfClass here>
  CreateHome on 711
</IfClass>
<Global>
  CreateHome on 755
</Global>`,
  users,
  prepare: tellHomes,
  furnish,
  cases: cases("near", "far"),
});

compare({
  name: "with CreateHome off the log says that there is no home",
  session: "each",
  config: "CreateHome off 711",
  users,
  prepare: tellHomes,
  furnish,
  cases: cases("near", "far"),
});

/** A skeleton with everything in it that can be in a directory. */
function makeSkeleton(skeleton: string): void {
  Deno.mkdirSync(`${skeleton}/sub/deep`, { recursive: true });
  for (const name of ["file", ".hidden", "sub/below", "sub/deep/most"]) {
    Deno.writeTextFileSync(`${skeleton}/${name}`, `${name}\n`);
  }
  Deno.writeFileSync(`${skeleton}/large`, new Uint8Array(300_000));
  Deno.symlinkSync("file", `${skeleton}/relative`);
  Deno.symlinkSync(`${skeleton}/sub/below`, `${skeleton}/inside`);
  new Deno.Command("mkfifo", { args: [`${skeleton}/fifo`] }).outputSync();
  const modes = { file: 0o6755, ".hidden": 0o600, sub: 0o2777, "sub/deep": 0o1751, "": 0o755 };
  for (const [name, mode] of Object.entries(modes)) Deno.chmodSync(`${skeleton}/${name}`, mode);
}

const ownLinks: readonly Difference[] = [{
  why: "a link in the home is the user's, as it is, and not what it leads to",
  theirs: [/^left .*inside 0777 0:0 -> /],
  ours: [/^left .*inside 0777 21\d+:22\d+ -> /],
}, {
  why: "a link in the home is the user's, as it is, and not what it leads to",
  theirs: [/^left .*relative 0777 0:0 -> /],
  ours: [/^left .*relative 0777 21\d+:22\d+ -> /],
}];

compare({
  name: "CreateHome copies the skeleton as the original does",
  session: "each",
  config({ folder }) {
    makeSkeleton(`${folder}/skel`); // which has to be there at the start
    return `CreateHome on 750 skel ${folder}/skel\nUmask 027`;
  },
  users,
  prepare: tellHomes,
  furnish,
  // Whether a link is copied after what it leads to is a matter of the directory's order.
  ignoreLog: /error chown'ing/,
  cases: Object.fromEntries(["near", "far"].map((name) => [name, {
    steps: [login(name), "PWD"],
    differences: ownLinks,
  }])),
});
