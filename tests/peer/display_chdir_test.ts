/**
 * Files that are shown with changes of directory and transfers, and where else CWD looks.
 */
import type { Place, Server } from "../harness/server.ts";
import { compare } from "./dialogue/compare.ts";
import { get, put } from "./dialogue/talk.ts";

const NOTE = "in %C, %N of %M, %y of %z in %x, user %U";

async function furnish(home: string): Promise<void> {
  for (const name of ["a", "b", "a/c", "closed", "elsewhere/far", "elsewhere/a/x"]) {
    await Deno.mkdir(`${home}/${name}`, { recursive: true });
  }
  for (const name of ["a", "b", "elsewhere/far"]) {
    await Deno.writeTextFile(`${home}/${name}/.message`, `${name}: ${NOTE}\nand more\n`);
  }
  await Deno.writeTextFile(`${home}/note`, NOTE);
  await Deno.writeTextFile(`${home}/a/file`, "text");
  await Deno.mkdir(`${home}/a/.other`);
  for (const name of ["", "a", "a/file"]) await Deno.chmod(`${home}/${name}`, 0o777);
}

async function prepare({ folder }: Server): Promise<void> {
  await Deno.writeTextFile(`${folder}/note`, `outside: ${NOTE}\n`);
}

const walk = ["CWD a", "CWD ../b", "XCWD ../a", "CDUP", "CWD a", "CWD c", "XCUP", "CWD ."];

const common = `MaxClients 7
MaxClientsPerClass near 4
<Class near>
From 127.0.0.1
</Class>
`;

const base = { furnish, prepare, login: "alice", session: "each" } as const;

compare({
  ...base,
  name: "DisplayChdir shows the file of each directory",
  config: common + "DisplayChdir .message\n",
  cases: { "a walk": walk, "no directory": ["CWD nope", "CWD note"] },
});

compare({
  ...base,
  name: "DisplayChdir with on shows it once",
  config: common + "DefaultRoot ~\nDisplayChdir .message on\n",
  cases: { "a walk": walk },
});

compare({
  ...base,
  name: "an absolute DisplayChdir is a path of the jail, and shown in every directory",
  config: common + "DefaultRoot ~\nDisplayChdir /note true\n",
  cases: { "a walk": walk },
});

compare({
  ...base,
  name: "DisplayChdir outside of a jail is not shown",
  config: ({ folder }: Place) => common + `DefaultRoot ~\nDisplayChdir ${folder}/note\n`,
  cases: { "a walk": walk },
});

compare({
  ...base,
  name: "DisplayChdir may differ from directory to directory, and name what is no file",
  config: ({ folder }: Place) =>
    common + `DisplayChdir .other
<Directory ${folder}/home/alice/b>
DisplayChdir .message off
</Directory>
`,
  cases: { "a walk": walk },
});

compare({
  ...base,
  name: "CWD looks along CDPath for what is not where it says",
  config: ({ folder }: Place) =>
    common + `CDPath ${folder}/nowhere
CDPath ${folder}/home/alice/elsewhere
DisplayChdir .message
`,
  cases: {
    "elsewhere": ["CWD far", "PWD", "CWD x", "PWD"],
    "here first": ["CWD a", "PWD", "CWD x", "CWD a/x", "PWD"],
    "an absolute path": ["CWD /far", "PWD", "XCWD /nope"],
    "CDUP": ["CWD far", "CDUP", "PWD"],
  },
});

compare({
  ...base,
  name: "in a jail CDPath is a path of the jail",
  config: ({ folder }: Place) =>
    common + `DefaultRoot ~\nCDPath ${folder}/home/alice/a\nCDPath /elsewhere\n`,
  cases: { "walks": ["CWD c", "PWD", "CWD far", "PWD", "CWD ../../note"] },
});

compare({
  ...base,
  name: "a directory that <Limit> closes stays closed by way of CDPath",
  config: ({ folder }: Place) =>
    common + `CDPath ${folder}/home/alice/elsewhere
<Directory ${folder}/home/alice/elsewhere/far>
<Limit CWD XCWD>
DenyAll
</Limit>
</Directory>
`,
  cases: { "walks": ["CWD far", "PWD", "XCWD far", "CWD a"] },
});

compare({
  ...base,
  name: "DisplayFileTransfer is shown after transfers that came to their end",
  config: common + "AllowOverwrite on\nDisplayFileTransfer note\n",
  cases: {
    "up and down": ["TYPE I", put("STOR new", "text"), get("RETR new"), put("APPE new", "x")],
    "listings and failures": [get("LIST a"), get("RETR nope"), "NOOP"],
    "somewhere else": ["CWD a", get("RETR file")],
  },
});

compare({
  ...base,
  name: "DisplayFileTransfer may lie outside of the jail",
  config: ({ folder }: Place) => common + `DefaultRoot ~\nDisplayFileTransfer ${folder}/note\n`,
  cases: { "down": ["TYPE I", "CWD a", get("RETR file")] },
});
