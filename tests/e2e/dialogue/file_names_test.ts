/**
 * File names are bytes: every one but NUL and the slash goes through every command and both kinds
 * of listing as it is.
 */
import assert from "node:assert/strict";
import { readDirectory } from "../../../src/libc/dirents.ts";
import { close, O, open } from "../../../src/libc/files.ts";
import type { Client } from "../../harness/client.ts";
import { testInBothManners } from "../../harness/manners.ts";
import { startServer } from "../../harness/server.ts";

/** All bytes that a name may have. */
const BYTES = Array.from({ length: 255 }, (_, index) => index + 1)
  .filter((byte) => byte !== 0x2f)
  .map((byte) => String.fromCharCode(byte));

/** Each byte in the middle of a name, and some names that have a meaning elsewhere. */
const NAMES = [
  ...BYTES.map((byte) => `a${byte}z`),
  ...["-la", "~", "~root", "*", "[a-z]", "\\*", '"', '""', " ", "  x", "x  ", "...", "\x7f", "%n"],
  BYTES.join(""),
];

/** `name` as it goes over the wire: IAC doubled (RFC 854). */
function sent(name: string): string {
  return name.replaceAll("\xff", "\xff\xff");
}

/** `name` as a reply has it: bytes that could end a line there stand as question marks. */
function shown(name: string): string {
  return name.replace(/[\r\n]/g, "?");
}

/** The names in `folder`, as the kernel has them. */
function namesIn(folder: string): string[] {
  const names: string[] = [];
  const fd = open(folder, O.RDONLY | O.DIRECTORY);
  readDirectory(fd, (name) => void names.push(name));
  close(fd);
  return names.filter((name) => name !== "." && name !== "..").sort();
}

/** Names in an order that everybody agrees about. */
function sorted(names: Iterable<string>): string[] {
  return [...names].sort();
}

async function upload(client: Client, name: string): Promise<void> {
  await client.upload(`STOR ${sent(`./${name}`)}`, name);
}

testInBothManners({
  name: "files of all names are stored, measured, read, appended to, renamed and deleted",
  needs: [],
  async fn(server) {
    await using client = await server.login();
    await client.expect("TYPE I", 200);
    for (const name of NAMES) {
      const path = sent(`./${name}`);
      await upload(client, name);
      assert.deepEqual(namesIn(server.home), [name]);
      await client.expect(`SIZE ${path}`, `213 ${name.length}`);
      await client.expect(`MDTM ${path}`, 213);
      await client.upload(`APPE ${path}`, "!");
      assert.equal(await client.download(`RETR ${path}`), `${name}!`);
      const { lines } = await client.expect(`MLST ${path}`, 250);
      assert.equal(lines[1]?.endsWith(`; /${shown(name)}`), true, lines[1]);
      const status = await client.expect(`STAT ${path}`, 213);
      assert.equal(status.lines[1]?.endsWith(` ./${shown(name)}`), true, status.lines[1]);
      await client.expect(`RNFR ${path}`, 350);
      await client.expect("RNTO plain", 250);
      await client.expect("RNFR plain", 350);
      await client.expect(`RNTO ${path}`, 250);
      await client.expect(`DELE ${path}`, 250);
    }
    assert.deepEqual(namesIn(server.home), []);
  },
});

testInBothManners({
  name: "folders of all names are made, entered, told and removed",
  needs: [],
  async fn(server) {
    await using client = await server.login();
    for (const name of NAMES) {
      if (name.includes("*")) { // as the original, which takes it for a pattern
        await client.expect(
          `MKD ${sent(`./${name}`)}`,
          `550 ./${shown(name)}: Invalid directory name`,
        );
        continue;
      }
      const quoted = `"/${shown(name).replaceAll('"', '""')}"`;
      await client.expect(
        `MKD ${sent(`./${name}`)}`,
        `257 ${quoted} - Directory successfully created`,
      );
      await client.expect(`CWD ${sent(`./${name}`)}`, 250);
      await client.expect("PWD", `257 ${quoted} is the current directory`);
      await client.expect("CDUP", 250);
      await client.expect("PWD", '257 "/" is the current directory');
      await client.expect(`RMD ${sent(`./${name}`)}`, 250);
    }
    assert.deepEqual(namesIn(server.home), []);
  },
});

testInBothManners({
  name: "listings have every name as it is",
  needs: [],
  async fn(server) {
    await using client = await server.login();
    const names = NAMES.filter((name) => !/[\r\n]/.test(name));
    for (const name of names) await upload(client, name);

    const nlst = (await client.download("NLST -a")).split("\r\n").slice(0, -1);
    assert.deepEqual(sorted(nlst.filter((name) => name !== "." && name !== "..")), sorted(names));

    const mlsd = (await client.download("MLSD")).split("\r\n").slice(0, -1);
    const files = mlsd.filter((row) => row.includes("type=file"));
    const fromFacts = files.map((row) => row.slice(row.indexOf("; ") + 2));
    assert.deepEqual(sorted(fromFacts), sorted(names));

    const list = (await client.download("LIST -a")).split("\r\n").slice(0, -1);
    const rows = list.filter((row) => row.startsWith("-"));
    const fromRows = rows.map((row) => /\d\d:\d\d ([^]*)$/.exec(row)?.[1] ?? row);
    assert.deepEqual(sorted(fromRows), sorted(names));
  },
});

testInBothManners({
  name: "a listing of one file has its name as it is",
  needs: [],
  async fn(server) {
    await using client = await server.login();
    for (const name of NAMES.filter((name) => !/[\r\n]/.test(name))) {
      await upload(client, name);
      const path = sent(`./${name}`);
      // A pattern that finds something keeps the way in front of it; one with a backslash finds no such.
      const shown = /^[^\\]*[*?][^\\]*$/.test(name) ? `./${name}` : name;
      assert.equal(await client.download(`NLST ${path}`), `${shown}\r\n`);
      const row = await client.download(`LIST -a ${path}`); // -a: one of them begins with a dot
      assert.equal(row.endsWith(` ./${name}\r\n`), true, JSON.stringify([name, row]));
      await client.expect(`DELE ${path}`, 250);
    }
  },
});

testInBothManners({
  name: "a name with a line end in it cannot make a reply of its own",
  needs: [],
  async fn(server) {
    await using client = await server.login();
    for (const byte of ["\r", "\n"]) {
      const name = `x${byte}230 User root logged in`;
      const told = "x?230 User root logged in";
      await client.expect(`CWD ${name}`, `550 ${told}: No such file or directory`);
      await client.expect(`MKD ${name}`, `257 "/${told}" - Directory successfully created`);
      await client.expect(`CWD ${name}`, 250);
      await client.expect("PWD", `257 "/${told}" is the current directory`);
      await client.expect("CDUP", 250);
      const { lines } = await client.expect("STAT .", 212);
      assert.equal(lines.at(-2)?.endsWith(` ${told}`), true, lines.join("\n"));
      await client.expect(`RMD ${name}`, 250);
    }
  },
});

/** Names that a parser of words would get wrong. */
const ODD = [
  ...["a\nb", "a\rb", "a\r\rb", 'q"u"o', '"', " lead", "  two", "tail ", "tab\tx", "-la", "\xff"],
  ...["\xff\xfez", "\xe9\x80", "'", "%n", "x;y", "[a]", "\\n", "=", "\x1b[2J"],
];

testInBothManners({
  name: "odd names go through SITE, the facts, checksums and copies as they are",
  needs: [],
  config: ["copy", "site_misc", "digest"].map((it) => `LoadModule mod_${it}.c\n`).join(""),
  async fn(server) {
    await using client = await server.login();
    await client.expect("TYPE I", 200);
    for (const name of ODD) {
      // SITE skips blanks in front of a path.
      const path = sent(`./${name}`);
      await client.upload(`STOR ${path}`, "text");
      await client.expect(`SITE CHMOD 600 ${path}`, 200);
      await client.expect(`SITE CHGRP ${server.account().gid} ${path}`, 200);
      await client.expect(`SITE UTIME 202001020304 ${path}`, 200);
      await client.expect(`MDTM ${path}`, "213 20200102030400");
      await client.expect(
        `MFMT 20210102030405 ${path}`,
        `213 Modify=20210102030405; ./${shown(name)}`,
      );
      await client.expect(`MFF UNIX.mode=0644; ${path}`, `213 UNIX.mode=0644; ./${shown(name)}`);
      const { lines } = await client.expect(`HASH ${path}`, 213);
      assert.equal(lines[1]?.endsWith(` ./${shown(name)}`), true, lines[1]);
      await client.expect(`SITE CPFR ${path}`, 350);
      await client.expect(`SITE CPTO ./copy${sent(name)}`, 250);
      await client.expect(`SITE MKDIR ./made${sent(name)}`, 200);
      assert.deepEqual(namesIn(server.home), sorted([name, `copy${name}`, `made${name}`]));
      await client.expect(`SITE RMDIR ./made${sent(name)}`, 200);
      await client.expect(`DELE ${path}`, 250);
      await client.expect(`DELE ./copy${sent(name)}`, 250);
    }
  },
});

testInBothManners({
  name: "rows of listings hold line breaks as they are",
  needs: [],
  async fn(server) {
    await using client = await server.login();
    const names = ODD.filter((name) => /[\r\n]/.test(name));
    for (const name of names) await upload(client, name);
    await client.expect("TYPE I", 200);
    const nlst = await client.download("NLST");
    const mlsd = await client.download("MLSD");
    const list = await client.download("LIST");
    for (const name of names) {
      assert.equal(`\r\n${nlst}`.includes(`\r\n${name}\r\n`), true, JSON.stringify(nlst));
      assert.equal(mlsd.includes(`; ${name}\r\n`), true, JSON.stringify(mlsd));
      assert.equal(list.includes(` ${name}\r\n`), true, JSON.stringify(list));
    }
  },
});

Deno.test("outside of a jail ~user/ is in that user's home, also of a user of the AuthUserFile", async () => {
  const users = [{ name: "alice" }, { name: "bob" }];
  await using server = await startServer({ config: "DefaultChdir ~", users });
  await using client = await server.login();
  const [, start = ""] = /"(.*)\/alice"/.exec((await client.expect("PWD", 257)).text) ?? [];
  await client.expect("CWD ~bob/", 250);
  await client.expect("PWD", `257 "${start}/bob" is the current directory`);
  await client.expect("CWD ~carol/", "550 ~carol/: No such file or directory");
});

testInBothManners({
  name: "PathDenyFilter judges a path also as it is without its detours",
  needs: [],
  config: "PathDenyFilter ^/dir/secret$\nDefaultRoot ~\n",
  async fn(server) {
    await Deno.mkdir(`${server.home}/dir`, { mode: 0o777 });
    await Deno.writeTextFile(`${server.home}/dir/secret`, "");
    if (Deno.uid() === 0) {
      const { uid, gid } = server.account();
      await Deno.chown(`${server.home}/dir/secret`, uid, gid);
    }
    await using client = await server.login();
    for (const path of ["dir/secret", "dir/./secret", "dir//secret", "dir/../dir/secret"]) {
      await client.expect(`SITE CHMOD 700 ${path}`, 550);
      await client.expect(`MFF UNIX.mode=0700; ${path}`, 550);
      await client.expect(`MFMT 20200101000000 ${path}`, `550 ${path}: Permission denied`);
    }
    const { mode } = await Deno.stat(`${server.home}/dir/secret`);
    assert.notEqual((mode ?? 0) & 0o777, 0o700);
  },
});
