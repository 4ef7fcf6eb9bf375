/**
 * A home with something of everything in it.
 *
 * @module
 */
import { run } from "../../harness/programs.ts";
import type { Server } from "../../harness/server.ts";

/** Things of every kind, all older than half a year. */
export async function furnish(home: string, { accounts: [account] }: Server): Promise<void> {
  const { uid, gid } = account ?? { uid: 0, gid: 0 };
  const files: Record<string, string> = {
    "file": "some text\n",
    "empty": "",
    "read-only": "",
    "dir/inside": "inside\n",
    "dir/sub/deep": "deep\n",
    'quo"te': "quote",
    "two words": "blank",
    " leading": "leading",
    "100%": "percent",
    "m\u00fcll": "utf-8",
    "new\nline": "newline",
    "-dash": "dash",
    "~": "tilde",
    "*": "star",
    "crlf": "one\r\ntwo\nthree\rfour\r\r\n\nend",
  };
  await Deno.mkdir(`${home}/dir/sub`, { recursive: true });
  for (const name of ["emptydir", 'quo"dir', "closed", "100%d", "~alice"]) {
    await Deno.mkdir(`${home}/${name}`);
  }
  for (const [name, text] of Object.entries(files)) {
    await Deno.writeTextFile(`${home}/${name}`, text);
  }
  const links: Record<string, string> = {
    "link": "file",
    "dirlink": "dir",
    "sublink": "dir/sub",
    "dangling": "nowhere",
    "loop": "loop",
    "round": "dir/../round",
    "out": "/bin/sh",
    "outdir": "/usr",
    "up": "../..",
    "absolute": "/file",
  };
  for (const [name, target] of Object.entries(links)) {
    await Deno.symlink(target, `${home}/${name}`);
  }
  const old = new Date("2020-02-03T04:05:06Z");
  for await (const path of everything(home)) {
    const info = await Deno.lstat(path);
    if (info.isSymlink) continue;
    await Deno.chown(path, uid, gid);
    await Deno.chmod(path, info.isDirectory ? 0o755 : 0o644);
    await Deno.utime(path, old, old);
  }
  await Deno.chmod(`${home}/read-only`, 0o444);
  await Deno.writeTextFile(`${home}/unreadable`, "secret");
  await Deno.chmod(`${home}/unreadable`, 0o000);
  await Deno.chmod(`${home}/closed`, 0o000);
  const fifo = await run("mkfifo", ["-m", "666", `${home}/fifo`]);
  if (fifo.code !== 0) throw new Error(fifo.stderr);
}

/** All paths below `folder`, what is in a directory before the directory. */
async function* everything(folder: string): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) yield* everything(`${folder}/${name}`);
    yield `${folder}/${name}`;
  }
}
