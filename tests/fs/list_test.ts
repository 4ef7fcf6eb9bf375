import assert from "node:assert/strict";
import { confinedRoot } from "../../src/fs/confined_root.ts";
import { kernelRoot } from "../../src/fs/kernel_root.ts";
import { list, listForStat, statRows } from "../../src/fs/listing/list.ts";
import type { Listing, ListRequest } from "../../src/fs/listing/request.ts";
import { noListOptions } from "../../src/fs/listing/flags.ts";
import { nlst } from "../../src/fs/listing/nlst.ts";
import { stringOf } from "../../src/libc/bytes.ts";
import { tempDir } from "../harness/temp_dir.ts";

/** Friday, 20 November 2026, 12:00 GMT. */
const NOW = Date.UTC(2026, 10, 20, 12) / 1000;

const names = { user: () => "alice", group: () => "users" };

async function tree() {
  const folder = await tempDir();
  const top = folder.path;
  Deno.mkdirSync(`${top}/dir/sub`, { recursive: true });
  Deno.writeTextFileSync(`${top}/dir/one`, "x".repeat(11));
  Deno.writeTextFileSync(`${top}/file`, "x".repeat(5));
  Deno.writeTextFileSync(`${top}/.hidden`, "");
  Deno.symlinkSync("file", `${top}/link`);
  for (const name of ["dir/sub", "dir/one", "dir", "file", ".hidden"]) {
    Deno.chmodSync(`${top}/${name}`, Deno.statSync(`${top}/${name}`).isFile ? 0o644 : 0o755);
    Deno.utimeSync(`${top}/${name}`, NOW - 3600, NOW - 3600);
  }
  Deno.utimeSync(`${top}/file`, 0, NOW - 200 * 86400);
  return folder;
}

function request(cwd: string, argument: string, more: Partial<ListRequest> = {}): ListRequest {
  return { root: kernelRoot(), cwd, argument, names, now: NOW, ...more };
}

function rows(listing: Listing): string[] {
  assert.equal(listing.kind, "rows");
  if (listing.kind !== "rows") return [];
  const text = Array.from(listing.rows, (piece) => stringOf(piece)).join("");
  return text.split("\r\n").slice(0, -1);
}

Deno.test("list() writes the long format", async () => {
  await using folder = await tree();
  assert.deepEqual(rows(list(request(folder.path, "dir"))), [
    "-rw-r--r--   1 alice    users          11 Nov 20 11:00 one",
    `drwxr-xr-x   2 alice    users    ${sizeOf(`${folder.path}/dir/sub`)} Nov 20 11:00 sub`,
  ]);
  assert.deepEqual(rows(list(request(folder.path, "file"))), [
    "-rw-r--r--   1 alice    users           5 May  4  2026 file",
  ]);
});

function sizeOf(path: string): string {
  return `${Deno.lstatSync(path).size}`.padStart(8);
}

Deno.test("list() shows times in the zone it is told", async () => {
  await using folder = await tree();
  const offsetAt = () => -5 * 3600;
  assert.deepEqual(rows(list(request(folder.path, "dir/one", { offsetAt }))), [
    "-rw-r--r--   1 alice    users          11 Nov 20 06:00 dir/one",
  ]);
});

Deno.test("list() takes times that no calendar has", async () => {
  await using folder = await tree();
  Deno.utimeSync(`${folder.path}/file`, 0, 8_000_000_000);
  const offsetAt = (time: number) => {
    if (time > 253_402_300_799) throw new RangeError("too far");
    return 0;
  };
  const [row] = rows(list(request(folder.path, "file", { offsetAt })));
  assert.match(row ?? "", / 5 [A-Z][a-z]{2} [ \d]\d .* file$/);
});

Deno.test("a listing longer than its buffer comes in pieces and loses nothing", async () => {
  await using folder = await tempDir();
  const count = 3000;
  for (let i = 0; i < count; i++) {
    Deno.writeTextFileSync(`${folder.path}/${`${i}`.padStart(100, "n")}`, "");
  }
  const listing = list(request(folder.path, ""));
  assert.ok(listing.kind === "rows");
  const pieces = Array.from(listing.rows, (piece) => stringOf(piece));
  assert.ok(pieces.length > 3);
  const found = pieces.join("").split("\r\n").slice(0, -1).map((row) => row.slice(-100));
  assert.equal(found.length, count);
  assert.ok(found.every((name, index) => index === 0 || name > (found[index - 1] ?? "")));
});

Deno.test("a listing that is broken off leaves no descriptor open", async () => {
  await using folder = await tempDir();
  for (let i = 0; i < 1500; i++) Deno.writeTextFileSync(`${folder.path}/${"n".repeat(90)}${i}`, "");
  const listing = list(request(folder.path, ""));
  assert.ok(listing.kind === "rows");
  for (const piece of listing.rows) {
    assert.ok(piece.length > 0);
    assert.equal(descriptorsOf(folder.path).length, 1);
    break;
  }
  assert.deepEqual(descriptorsOf(folder.path), []);
});

/** The descriptors of `path` that are open; other tests of this process have theirs. */
function descriptorsOf(path: string): string[] {
  return Array.from(Deno.readDirSync("/proc/self/fd"), ({ name }) => name).filter((name) => {
    try {
      return Deno.readLinkSync(`/proc/self/fd/${name}`) === path;
    } catch {
      return false; // closed meanwhile
    }
  });
}

Deno.test("with -LR a link to a directory above is not followed for ever", async () => {
  await using folder = await tree();
  Deno.symlinkSync("..", `${folder.path}/dir/sub/up`);
  const titles = rows(list(request(folder.path, "-LR"))).filter((row) => row.endsWith(":"));
  assert.deepEqual(titles, ["dir:", "dir/sub:", "dir/sub/up:"]);
});

Deno.test("rows of Windows have date, time of day, size or <DIR>, and the name alone", async () => {
  await using folder = await tree();
  Deno.chmodSync(`${folder.path}/file`, 0o755);
  Deno.utimeSync(`${folder.path}/dir`, 0, Date.UTC(2020, 11, 31, 0, 5) / 1000);
  Deno.utimeSync(`${folder.path}/file`, 0, Date.UTC(2001, 1, 3, 23, 59) / 1000);
  Deno.removeSync(`${folder.path}/link`);
  for (const argument of ["", "-a", "-1F", "-C", "*"]) {
    assert.deepEqual(rows(list(request(folder.path, argument, { windowsRows: true }))), [
      "12-31-20  12:05AM       <DIR>          dir",
      "02-03-01  11:59PM                    5 file",
    ], argument);
  }
  const status = listForStat(request(folder.path, "file", { windowsRows: true }));
  assert.ok(status.kind === "rows" && [...statRows(status.rows)][0]?.startsWith("-rwxr-xr-x"));
});

Deno.test("-B writes bytes outside of ASCII as octal numbers", async () => {
  await using folder = await tree();
  Deno.writeTextFileSync(`${folder.path}/dir/\x1b\u00e9`, "");
  const [row] = rows(list(request(folder.path, "-1B dir")));
  assert.equal(row, "\\033\\303\\251");
});

Deno.test("-d without a path shows the working directory", async () => {
  await using folder = await tree();
  assert.match(rows(list(request(folder.path, "-d")))[0] ?? "", /^drwx.* \.$/);
});

Deno.test("a word that names a file is no flags, however it is written", async () => {
  await using folder = await tree();
  for (const name of ["-s", "-s file"]) Deno.writeTextFileSync(`${folder.path}/${name}`, "");
  for (const argument of ["-s", "-s/", "-x/../-s"]) {
    const [row] = rows(list(request(folder.path, argument)));
    assert.ok(row?.endsWith(` ${argument}`), row);
  }
  assert.deepEqual(rows(list(request(folder.path, "-1 file"))), ["file"]);
  assert.match(rows(list(request(folder.path, "-s file")))[0] ?? "", /\d file$/);
  assert.match(rows(list(request(folder.path, "-s x/../file")))[0] ?? "", /\d x\/..\/file$/);
});

Deno.test("a link that is named with a slash is listed as the directory it leads to", async () => {
  await using folder = await tree();
  Deno.symlinkSync("dir", `${folder.path}/to-dir`);
  assert.equal(rows(list(request(folder.path, "to-dir/"))).length, 2);
  assert.equal(rows(list(request(folder.path, "to-dir"))).length, 2);
});

Deno.test("list() reads what looks like flags as a path when there is such a file", async () => {
  await using folder = await tree();
  Deno.writeTextFileSync(`${folder.path}/-la`, "");
  assert.match(rows(list(request(folder.path, "-la")))[0] ?? "", / -la$/);
});

Deno.test("list() asks isHidden about every entry", async () => {
  await using folder = await tree();
  const asked: string[] = [];
  const isHidden: ListRequest["isHidden"] = ({ directory, name, mode }) => {
    asked.push(`${directory}/${name} ${mode.toString(8)}`);
    kernelRoot().stat("/"); // whoever decides may look at other files
    return name === "one";
  };
  for (const argument of ["dir", "-1 dir", "-C dir"]) {
    const found = rows(list(request(folder.path, argument, { isHidden })));
    assert.equal(found.length, 1);
    assert.match(found[0] ?? "", /(^drwxr-xr-x .* |^)sub$/);
  }
  assert.deepEqual(rows(nlst(request(folder.path, "dir", { isHidden }))), ["dir/sub"]);
  assert.ok(asked.includes(`${folder.path}/dir/one 100644`));
});

Deno.test("rules about a directory are asked for by its own name, however it was called", async () => {
  await using folder = await tree();
  Deno.symlinkSync("dir", `${folder.path}/to-dir`);
  const asked: string[] = [];
  const mayList = (directory: string) => {
    asked.push(directory);
    return !directory.endsWith("/dir");
  };
  for (const argument of ["dir", "to-dir", "dir/sub/..", "./dir//"]) {
    assert.deepEqual(rows(list(request(folder.path, argument, { mayList }))), [], argument);
    assert.deepEqual(rows(nlst(request(folder.path, argument, { mayList }))), [], argument);
  }
  assert.deepEqual([...new Set(asked)], [`${folder.path}/dir`]);
  for (const argument of ["dir/one", "dir/*", "*/one", "-d dir/sub"]) {
    assert.deepEqual(rows(list(request(folder.path, argument, { mayList }))), [], argument);
  }
  assert.equal(nlst(request(folder.path, "dir/*", { mayList })).kind, "unmatched");
  assert.deepEqual(rows(nlst(request(folder.path, "dir/one", { mayList }))), []);
  const titles = rows(list(request(folder.path, "-R", { mayList }))).slice(-2);
  assert.deepEqual(titles, ["", "dir:"]);
});

Deno.test("a path that is not there is told apart from an empty directory", async () => {
  await using folder = await tree();
  for (const listingOf of [list, nlst, listForStat]) {
    const listing = listingOf(request(folder.path, "nowhere"));
    assert.ok(listing.kind === "absent");
    assert.equal(listing.path, "nowhere");
    assert.equal(listing.error.reason, "No such file or directory");
  }
  assert.deepEqual(rows(list(request(folder.path, "dir/sub"))), []);
  assert.equal(nlst(request(folder.path, "x*")).kind, "unmatched");
  assert.deepEqual(rows(list(request(folder.path, "x*"))), []);
});

Deno.test("NLST -1 gives a file by its name alone", async () => {
  await using folder = await tree();
  assert.deepEqual(rows(nlst(request(folder.path, "dir/one"))), ["dir/one"]);
  assert.deepEqual(rows(nlst(request(folder.path, "-1 dir/one"))), ["one"]);
});

Deno.test("STAT gets a row as one string, also when a name holds a newline", async () => {
  await using folder = await tree();
  Deno.writeTextFileSync(`${folder.path}/dir/sub/a\n226 b`, "");
  const listing = listForStat(request(folder.path, "dir/sub"));
  assert.ok(listing.kind === "rows" && listing.isDirectory);
  const found = [...statRows(listing.rows)];
  assert.equal(found.length, 3);
  assert.ok(found[2]?.endsWith(" a\n226 b"));
});

Deno.test("to STAT a name is a home only where something has that very name", async () => {
  await using folder = await tree();
  const expand = (path: string) => path.replace(/^~/, `${folder.path}/dir`);
  const status = (argument: string) => listForStat(request(folder.path, argument, { expand }));
  assert.equal(status("~").kind, "absent");
  assert.equal(status("~/one").kind, "absent");
  Deno.writeTextFileSync(`${folder.path}/~`, "");
  const found = status("~");
  assert.equal(found.kind === "rows" && [...statRows(found.rows)].at(-1)?.endsWith(" sub"), true);
});

Deno.test("to STAT a pattern is one only where something has that very name", async () => {
  await using folder = await tree();
  assert.equal(listForStat(request(folder.path, "dir/sub/?")).kind, "absent");
  for (const name of ["?", "a"]) Deno.writeTextFileSync(`${folder.path}/dir/sub/${name}`, "");
  const found = listForStat(request(folder.path, "dir/sub/?"));
  assert.ok(found.kind === "rows" && !found.isDirectory);
  const names = [...statRows(found.rows)].map((row) => row.slice(row.lastIndexOf(" ") + 1));
  assert.deepEqual(names, ["dir/sub/?", "dir/sub/a"]);
});

Deno.test("in a confined root `..` of the top is the top, in listings too", async () => {
  await using folder = await tree();
  Deno.chmodSync(folder.path, 0o700);
  Deno.chmodSync(`${folder.path}/dir`, 0o751);
  using root = confinedRoot(`${folder.path}/dir`);
  const found = rows(list(request("/", "-a", { root })));
  assert.match(found[0] ?? "", /^drwxr-x--x .* \.$/);
  assert.match(found[1] ?? "", /^drwxr-x--x .* \.\.$/);
  assert.deepEqual(
    rows(list(request("/sub", "-R ..", { root }))).filter((row) => row.endsWith(":")),
    ["../sub:"],
  );
});

Deno.test("AdjustedSymlinks shows targets from inside the root", async () => {
  await using folder = await tree();
  Deno.symlinkSync(`${folder.path}/dir/one`, `${folder.path}/inside`);
  Deno.symlinkSync(folder.path, `${folder.path}/top`);
  Deno.symlinkSync("/etc/passwd", `${folder.path}/outside`);
  using root = confinedRoot(folder.path);
  const targets = (options: ListRequest["options"]) =>
    rows(list(request("/", "", { root, options }))).flatMap((row) => row.split(" -> ")[1] ?? []);
  const adjusted = targets({ ...noListOptions, adjustedSymlinks: true });
  assert.deepEqual(adjusted, ["/dir/one", "file", "/etc/passwd", "/"]);
  const stored = [`${folder.path}/dir/one`, "file", "/etc/passwd", folder.path];
  assert.deepEqual(targets(undefined), stored);
});

Deno.test("DirFakeMode is shown instead of the real one", async () => {
  await using folder = await tree();
  const found = rows(list(request(folder.path, "", { fakeMode: 0o640 })));
  assert.deepEqual(found.map((row) => row.slice(0, 10)), [
    "drwxr-x---",
    "-rw-r-----",
    "lrw-r-----",
  ]);
});
