/**
 * Files and directories that are called like patterns, as both servers list them.
 */
import { compare } from "./dialogue/compare.ts";
import { get, type Step } from "./dialogue/talk.ts";
import type { Server } from "../harness/server.ts";

/** Each pattern's own name, and others that it matches. */
const FILES = [
  ...["*", "f*", "fa", "fb", "d[a]", "da", "q?", "qq", "back\\slash", "{a,b}", "a", "b"],
  ...["sub*/*", "sub*/in", "subx/inx", "subfile"],
];

const ARGUMENTS = [
  ...["*", "f*", "d[a]", "q?", "back\\slash", "{a,b}", "sub*", "sub*/*", "sub*/i*", "[*]", "\\*"],
  ...["s*", "none*", "*/nothing", "f* da", "-a *", "./*", "/*", "../*", "l*", "-d l*", "-a sub*"],
  ...["-R sub*", "-R s*", "-d sub*", "sub* l*", "sub*/."],
];

async function furnish(home: string, server: Server): Promise<void> {
  const { uid, gid } = server.account();
  for (const path of ["sub*/x", "subx"]) await Deno.mkdir(`${home}/${path}`, { recursive: true });
  for (const path of FILES) await Deno.writeTextFile(`${home}/${path}`, "x");
  for (const name of ["l*", "lx"]) await Deno.symlink("subx", `${home}/${name}`);
  for (const path of [...FILES, "sub*", "sub*/x", "subx"]) {
    await Deno.chown(`${home}/${path}`, uid, gid);
  }
}

for (
  const config of ["UseGlobbing on", "UseGlobbing off", `ListOptions "-a"`, `ListOptions "-1"`]
) {
  compare({
    name: `names that are patterns match themselves and others, with ${config}`,
    config: `DefaultRoot ~\n${config}`,
    login: "alice",
    furnish,
    cases: {
      "STAT": ARGUMENTS.map((argument): Step => `STAT ${argument}`),
      "LIST": ARGUMENTS.map((argument) => get(`LIST ${argument}`)),
    },
  });
}
