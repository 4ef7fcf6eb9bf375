import assert from "node:assert/strict";
import type { FactRequest, FileFacts } from "../../src/fs/facts/fact_request.ts";
import { factsOf, listFacts } from "../../src/fs/facts/fact_rows.ts";
import { permLetters } from "../../src/fs/facts/access.ts";
import { confinedRoot } from "../../src/fs/confined_root.ts";
import { kernelRoot } from "../../src/fs/kernel_root.ts";
import { stringOf } from "../../src/libc/bytes.ts";
import { ACCESS } from "../../src/libc/files.ts";
import { tempDir } from "../harness/temp_dir.ts";

async function tree() {
  const folder = await tempDir();
  const top = folder.path;
  Deno.mkdirSync(`${top}/dir/sub`, { recursive: true });
  Deno.writeTextFileSync(`${top}/dir/file`, "12345");
  Deno.writeTextFileSync(`${top}/dir/.hidden`, "");
  Deno.utimeSync(`${top}/dir/file`, 1, 1_000_000_000);
  Deno.symlinkSync("file", `${top}/dir/link`);
  Deno.symlinkSync("sub", `${top}/dir/to-dir`);
  Deno.symlinkSync("nowhere", `${top}/dir/dangling`);
  return folder;
}

function request(path: string, more: Partial<FactRequest> = {}): FactRequest {
  const names = { user: (uid: number) => `u${uid}`, group: (gid: number) => `g${gid}` };
  const format = ({ type, size, perm }: FileFacts) => `type=${type};size=${size};perm=${perm};`;
  return { root: kernelRoot(), path, format, names, ...more };
}

/** Facts by name. */
function listed(request: FactRequest): Record<string, string> {
  const found = listFacts(request);
  assert.ok(found.kind === "rows");
  const text = Array.from(found.rows, (piece) => stringOf(piece)).join("");
  assert.ok(text === "" || text.endsWith("\r\n"));
  return Object.fromEntries(
    text.split("\r\n").slice(0, -1).map((row) => {
      const blank = row.indexOf(" ");
      return [row.slice(blank + 1), row.slice(0, blank)];
    }),
  );
}

Deno.test("MLSD names every entry with its type, links to nowhere excepted", async () => {
  await using folder = await tree();
  const rows = listed(request(`${folder.path}/dir`));
  assert.deepEqual(rows, {
    ".": "type=cdir;size=undefined;perm=flcdmpe;",
    "..": "type=pdir;size=undefined;perm=flcdmpe;",
    ".hidden": "type=file;size=0;perm=adfrw;",
    "file": "type=file;size=5;perm=adfrw;",
    "link": "type=OS.unix=symlink;size=4;perm=adfrw;",
    "sub": "type=dir;size=undefined;perm=flcdmpe;",
    "to-dir": "type=OS.unix=symlink;size=3;perm=adfrw;",
  });
});

Deno.test("MLSD shows links as FactsOptions and ShowSymlinks say", async () => {
  await using folder = await tree();
  const slinks = listed(request(`${folder.path}/dir`, { useSlink: true }));
  assert.match(slinks["to-dir"] ?? "", /^type=OS\.unix=slink:sub;size=3;/);
  const followed = listed(request(`${folder.path}/dir`, { showSymlinks: false }));
  assert.match(followed["to-dir"] ?? "", /^type=dir;size=undefined;perm=flcdmpe;/);
  assert.match(followed["link"] ?? "", /^type=file;size=5;/);
});

Deno.test("a link is the same file as what it leads to", async () => {
  await using folder = await tree();
  const format = ({ device, inode }: FileFacts) => `${device}.${inode}`;
  const rows = listed(request(`${folder.path}/dir`, { format }));
  assert.equal(rows["link"], rows["file"]);
  assert.equal(rows["to-dir"], rows["sub"]);
  assert.notEqual(rows["file"], rows["sub"]);
});

Deno.test("all the facts of a file are told", async () => {
  await using folder = await tree();
  const told: FileFacts[] = [];
  const format = (file: FileFacts) => {
    told.push(file);
    return "x;";
  };
  const path = `${folder.path}/dir/file`;
  assert.equal(factsOf(request(path, { format })), `x; ${path}`);
  const { mode, uid, gid, ino } = Deno.statSync(path);
  const [file] = told;
  assert.ok(file);
  assert.equal(file.modify, 1_000_000_000);
  assert.equal(file.mode, mode);
  assert.deepEqual([file.owner, file.ownerName], [uid, `u${uid}`]);
  assert.deepEqual([file.group, file.groupName], [gid, `g${gid}`]);
  assert.equal(file.inode, BigInt(ino ?? 0));
});

Deno.test("MLST follows a link and knows when there is nothing", async () => {
  await using folder = await tree();
  const path = (name: string) => `${folder.path}/dir/${name}`;
  assert.match(factsOf(request(path("link"))) ?? "", /^type=file;size=5;perm=adfrw; .*\/link$/);
  assert.match(factsOf(request(path("to-dir"))) ?? "", /^type=dir;/);
  assert.match(factsOf(request(path("."))) ?? "", /^type=dir;/);
  assert.equal(factsOf(request(path("dangling"))), undefined);
  assert.equal(factsOf(request(path("nowhere"))), undefined);
});

Deno.test("MLSD tells a file and a missing directory apart", async () => {
  await using folder = await tree();
  assert.equal(listFacts(request(`${folder.path}/dir/file`)).kind, "notDirectory");
  const absent = listFacts(request(`${folder.path}/nowhere`));
  assert.ok(absent.kind === "absent");
  assert.equal(absent.error.code, "ENOENT");
});

Deno.test("perm says what the kernel says", () => {
  const letters = (isDirectory: boolean, bits: number) =>
    permLetters(isDirectory, (mode) => (bits & mode) === mode);
  assert.equal(letters(false, ACCESS.R | ACCESS.W), "adfrw");
  assert.equal(letters(false, ACCESS.R), "dfr");
  assert.equal(letters(false, ACCESS.W), "adfw");
  assert.equal(letters(false, 0), "df");
  assert.equal(letters(true, ACCESS.R | ACCESS.W | ACCESS.X), "flcdmpe");
  assert.equal(letters(true, ACCESS.R | ACCESS.X), "fle");
  assert.equal(letters(true, ACCESS.W), "cdmp");
  assert.equal(letters(true, 0), "");
});

Deno.test("perm shows only what the configuration leaves", async () => {
  await using folder = await tree();
  const permitted = (path: string, isDirectory: boolean) =>
    isDirectory ? "le" : path.endsWith("/file") ? "r" : "rw";
  const rows = listed(request(`${folder.path}/dir`, { permitted }));
  assert.match(rows["file"] ?? "", /perm=r;$/);
  assert.match(rows[".hidden"] ?? "", /perm=rw;$/);
  assert.match(rows["sub"] ?? "", /perm=le;$/);
});

Deno.test("MLSD asks isHidden and shows DirFakeMode", async () => {
  await using folder = await tree();
  const rows = listed(request(`${folder.path}/dir`, {
    isHidden: ({ name }) => name.startsWith("."),
    fakeMode: 0o640,
    format: ({ mode }) => mode.toString(8),
  }));
  assert.deepEqual(Object.keys(rows).sort(), ["file", "link", "sub", "to-dir"]);
  assert.deepEqual(new Set(Object.values(rows)), new Set(["640"]));
});

Deno.test("in a confined root nothing is told about what lies above", async () => {
  await using folder = await tree();
  using root = confinedRoot(`${folder.path}/dir`);
  const format = ({ inode }: FileFacts) => `${inode}`;
  const rows = listed(request("/", { root, format }));
  assert.equal(rows[".."], rows["."]);
});
