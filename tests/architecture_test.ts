/**
 * Keeps the picture of `src/` true: which room may import which, and which room holds which door.
 * Reads source lines; runs nothing.
 */
import assert from "node:assert/strict";

/** Which rooms a room may import, besides itself. */
const ARROWS: Record<string, readonly string[]> = {
  libc: [],
  protocol: [],
  config: ["libc"],
  net: ["libc"],
  fs: ["libc"],
  log: ["libc"],
  privilege: ["libc"],
  controls: ["libc"],
  auth: ["libc", "fs"],
  scoreboard: ["libc", "fs"],
  // Its records and its lock are made like the scoreboard's.
  bans: ["libc", "scoreboard"],
  shutdown: ["libc", "fs"],
  resumption: ["libc"],
  quota: ["libc"],
  metrics: ["libc"],
  // Its order says as whom to run and where to log, as the handover does.
  staples: ["libc", "config"],
  // Its rules are types of the controls.
  settings: ["libc", "config", "controls", "net", "log"],
  session: [
    ...["libc", "protocol", "config", "net", "fs", "log"],
    ...["privilege", "auth", "scoreboard", "shutdown", "settings"],
  ],
  modules: [
    ...["libc", "protocol", "config", "net", "fs", "log"],
    ...["privilege", "auth", "scoreboard", "shutdown", "quota", "settings", "session", "bans"],
    ...["metrics", "resumption", "staples"],
  ],
  // Neither protocol nor session: what stays root parses nothing that a client sent.
  daemon: [
    ...["libc", "config", "settings", "net", "log", "privilege", "scoreboard", "shutdown"],
    ...["controls", "bans", "metrics", "resumption", "staples"],
  ],
  cli: ["libc"],
  tools: ["libc", "auth", "scoreboard", "quota", "cli", "controls"],
  // What main.ts picks from: each puts the rooms together for one way to be started.
  roles: [
    ...["libc", "protocol", "config", "net", "fs", "log", "privilege", "auth", "scoreboard"],
    ...["shutdown", "settings", "session", "modules", "daemon", "cli", "bans"],
    "staples",
  ],
};

/** What of `Deno` may be used outside of libc. None of it needs a permission but `Command`. */
const DENO = new Set([
  ...["Command", "ChildProcess", "CommandStatus", "Signal", "addSignalListener"],
  ...[
    "removeSignalListener",
    "permissions",
    "PermissionName",
    "PermissionDescriptor",
    "args",
    "build",
    "execPath",
    "mainModule",
    "exit",
  ],
  ...["exitCode", "pid", "version", "errors", "refTimer", "unrefTimer", "memoryUsage"],
]);

interface Source {
  /** From the top of the project. */
  readonly path: string;
  readonly room: string;
  readonly text: string;
  /** Without comments. */
  readonly code: string;
  /** What its import and export lines name. */
  readonly imports: readonly string[];
}

const project = new URL("..", import.meta.url);
const sources = await Array.fromAsync(files("src/"), read);

async function* files(folder: string): AsyncGenerator<string> {
  for await (const entry of Deno.readDir(new URL(folder, project))) {
    if (entry.isDirectory) yield* files(`${folder}${entry.name}/`);
    else if (entry.name.endsWith(".ts")) yield folder + entry.name;
  }
}

async function read(path: string): Promise<Source> {
  const text = await Deno.readTextFile(new URL(path, project));
  const code = text.replaceAll(/\/\*[\s\S]*?\*\//g, "").replaceAll(/(^|\s)\/\/.*$/gm, "");
  const statements =
    /^(?:import|export)\b[\w\s{},*$]*\bfrom\s+"([^"]+)"|^import\s+"([^"]+)"|\bimport\("([^"]+)"/gm;
  const imports = [...code.matchAll(statements)].map(([, ...names]) => names.join(""));
  return { path, text, code, imports, room: path.split("/")[1] ?? "" };
}

/** The room that the import `specifier` in `path` leads to. */
function roomOf(specifier: string, path: string): string {
  const { pathname } = new URL(specifier, new URL(path, "file:///"));
  return pathname.startsWith("/src/") ? pathname.split("/")[2] ?? "" : pathname;
}

function check(rule: string, violations: (source: Source) => readonly string[]): void {
  Deno.test(rule, () => {
    const found = sources.flatMap((source) =>
      violations(source).map((v) => `${source.path}: ${v}`)
    );
    assert.deepEqual(found, []);
  });
}

check("a room imports only what its arrows point at", ({ path, room, imports }) =>
  imports
    .filter((specifier) => specifier.startsWith("."))
    .map((specifier) => roomOf(specifier, path))
    .filter((target) => target !== room && !ARROWS[room]?.includes(target)));

check(
  "src imports nothing but itself",
  ({ imports }) => imports.filter((specifier) => !specifier.startsWith(".")),
);

check(
  "every file of src is in a room",
  ({ path, room }) =>
    ARROWS[room] === undefined || path.split("/").length < 3 ? ["no room of the picture"] : [],
);

check(
  "libraries are opened in libc alone",
  ({ room, code }) => room === "libc" ? [] : code.match(/Deno\.(dlopen|Unsafe\w*)/g) ?? [],
);

check(
  "files, sockets and the environment are reached through libc alone",
  ({ room, code }) =>
    room === "libc" ? [] : [...code.matchAll(/\bDeno\.(\w+)/g)].map((match) => match[1] ?? "")
      .filter((name) => !DENO.has(name) && !/^(dlopen|Unsafe)/.test(name)),
);

check(
  "what serves clients is plain calls: only what loads modules, before, is asynchronous",
  ({ room, code }) =>
    room !== "session" && room !== "modules" || /\bimport\(/.test(code)
      ? []
      : code.match(/\b(async|await|Promise)\b/g) ?? [],
);

check(
  "every module says at its top what it is for",
  ({ text }) => /^\/\*\*[\s\S]*?@module\s*\*\//.test(text) ? [] : ["no docstring with @module"],
);

check(
  "no file is called after nothing",
  ({ path }) => path.match(/\b(utils?|helpers?|misc|common)\b/g) ?? [],
);

check(
  "files are named in snake_case",
  ({ path }) => /^[a-z0-9_/]+\.ts$/.test(path) ? [] : ["not snake_case"],
);

check(
  "what a client or a file may get to see is written in ASCII",
  ({ code }) => code.match(/.*[^\0-\x7f].*/g) ?? [],
);

Deno.test("the programs at the top import src and nothing else", async () => {
  const tops = await Promise.all(["main.ts", "ftpshut.ts"].map(read));
  const foreign = tops.flatMap(({ path, imports }) =>
    imports.filter((specifier) => !specifier.startsWith("./src/")).map((it) => `${path}: ${it}`)
  );
  assert.deepEqual(foreign, []);
});
