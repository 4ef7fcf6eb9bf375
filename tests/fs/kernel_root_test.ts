import assert from "node:assert/strict";
import { kernelRoot } from "../../src/fs/kernel_root.ts";
import { ACCESS, close, O } from "../../src/libc/files.ts";
import { isSysError } from "../../src/libc/sys_error.ts";
import { S_IFLNK, S_IFMT } from "../../src/libc/statx.ts";
import { tempDir } from "../harness/temp_dir.ts";

function failsWith(code: string, work: () => unknown): void {
  assert.throws(work, (error) => isSysError(error, code), code);
}

Deno.test("a kernel root does to files what its names say", async () => {
  await using folder = await tempDir();
  const root = kernelRoot();
  const at = (name: string) => `${folder.path}/${name}`;
  root.mkdir(at("dir"), 0o755);
  failsWith("EEXIST", () => root.mkdir(at("dir"), 0o755));
  close(root.open(at("file"), O.WRONLY | O.CREAT | O.EXCL, 0o600));
  root.symlink("file", at("link"));
  assert.equal(root.readlink(at("link")), "file");
  assert.equal(root.lstat(at("link")).mode & S_IFMT, S_IFLNK);
  assert.equal(root.stat(at("link")).inode, root.stat(at("file")).inode);
  root.chmod(at("link"), 0o640);
  root.utimes(at("link"), 1000, 2000);
  const { mode, mtime, atime } = root.stat(at("file"));
  assert.deepEqual([mode & 0o7777, atime, mtime], [0o640, 1000, 2000]);
  assert.equal(root.tryStat(at("nowhere")), undefined);
  assert.equal(root.tryLstat(at("nowhere")), undefined);
  failsWith("ENOENT", () => root.stat(at("nowhere")));
  assert.ok(root.mayAccess(at("file"), ACCESS.R | ACCESS.W));
  assert.ok(!root.mayAccess(at("nowhere"), ACCESS.F));
  assert.ok(root.freeBytes(at("dir")) > 0);
  failsWith("ENOTDIR", () => root.openDirectory(at("file")));
  failsWith("ENOTDIR", () => root.rmdir(at("file")));
  failsWith("EISDIR", () => root.unlink(at("dir")));
  root.unlink(at("link"));
  root.rmdir(at("dir"));
  root.unlink(at("file"));
});

Deno.test("rename() replaces only when it is told to", async () => {
  await using folder = await tempDir();
  const root = kernelRoot();
  const at = (name: string) => `${folder.path}/${name}`;
  Deno.writeTextFileSync(at("a"), "a");
  Deno.writeTextFileSync(at("b"), "b");
  failsWith("EEXIST", () => root.rename(at("a"), at("b"), { replace: false }));
  root.rename(at("a"), at("c"), { replace: false });
  root.rename(at("c"), at("b"), { replace: true });
  assert.equal(Deno.readTextFileSync(at("b")), "a");
});

Deno.test("rename() of a directory into itself is refused, not tried twice in vain", async () => {
  await using folder = await tempDir();
  const root = kernelRoot();
  root.mkdir(`${folder.path}/dir`, 0o755);
  const into = () =>
    root.rename(`${folder.path}/dir`, `${folder.path}/dir/sub`, { replace: false });
  failsWith("EINVAL", into);
});

Deno.test("chdir() answers with links and `..` resolved, and leaves the process where it was", async () => {
  await using folder = await tempDir();
  const root = kernelRoot();
  const before = Deno.cwd();
  Deno.mkdirSync(`${folder.path}/real/sub`, { recursive: true });
  Deno.symlinkSync("real/sub", `${folder.path}/link`);
  assert.equal(root.chdir(`${folder.path}/link`), `${folder.path}/real/sub`);
  assert.equal(root.chdir(`${folder.path}/link/..`), `${folder.path}/real`);
  assert.equal(root.chdir(`${folder.path}//real/./sub/`), `${folder.path}/real/sub`);
  assert.equal(root.chdir("/.."), "/");
  const names = [
    "real/sub",
    "link",
    "real/../real",
    "/real",
    "real/./sub",
    "real/sub/",
    "real/sub/..",
  ];
  assert.deepEqual(
    [...names, "nowhere"].map((name) => root.isTrueName(`${folder.path}/${name}`)),
    [true, ...new Array(names.length).fill(false)],
  );
  failsWith("ENOENT", () => root.chdir(`${folder.path}/nowhere`));
  assert.equal(Deno.cwd(), before);
});

Deno.test("isThere() tells what is there from what is not, where no link is on the way", async () => {
  await using folder = await tempDir();
  const root = kernelRoot();
  Deno.mkdirSync(`${folder.path}/real/sub`, { recursive: true });
  Deno.symlinkSync("real", `${folder.path}/link`);
  Deno.symlinkSync("nowhere", `${folder.path}/real/dangling`);
  Deno.writeTextFileSync(`${folder.path}/real/file`, "");
  const answers: Record<string, boolean | undefined> = {
    "real/sub": true,
    "real/file": true,
    "real/dangling": true,
    "real/new": false,
    "nowhere/new": false,
    "link/sub": undefined,
    "link/new": undefined,
    "real/file/new": undefined,
    "real/../real/new": undefined,
  };
  for (const [name, answer] of Object.entries(answers)) {
    assert.equal(root.isThere(`${folder.path}/${name}`), answer, name);
  }
});

Deno.test("realPath() puts the root's own place in front", () => {
  assert.equal(kernelRoot().realPath("/a"), "/a");
  assert.equal(kernelRoot().realPath("/"), "/");
  assert.equal(kernelRoot("/srv/ftp").realPath("/a"), "/srv/ftp/a");
  assert.equal(kernelRoot("/srv/ftp").realPath("/"), "/srv/ftp");
});
