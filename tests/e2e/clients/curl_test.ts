import assert from "node:assert/strict";
import { urlOf, type Workplace, workplace } from "../../harness/client_program.ts";
import { waitForTransferLog } from "../../harness/eventually.ts";
import { testInBothManners } from "../../harness/manners.ts";
import type { Server } from "../../harness/server.ts";
import { content, digest } from "../../harness/tree.ts";

const needs = ["curl"];

/** Where the kernel lists its IPv6 addresses, if it has any. */
const IPV6 = "/proc/net/if_inet6";

/** Runs curl quietly, with a deadline of its own. */
function curl(work: Workplace, ...args: string[]) {
  return work.run("curl", ["--silent", "--show-error", "--max-time", "30", ...args]);
}

const big = content(3_000_000);

/** A file in alice's home that belongs to her. */
async function put(server: Server, name: string, bytes: Uint8Array): Promise<void> {
  const { uid, gid, home } = server.account();
  await Deno.writeFile(`${home}/${name}`, bytes);
  if (Deno.uid() === 0) await Deno.chown(`${home}/${name}`, uid, gid);
}

testInBothManners({
  name: "curl uploads, downloads and lists",
  needs,
  async fn(server) {
    await using work = await workplace();
    await Deno.writeFile(`${work.folder}/up`, big);
    await curl(work, "-T", "up", `${urlOf(server)}/big`);
    assert.equal(await digest(await Deno.readFile(`${server.home}/big`)), await digest(big));
    await curl(work, "-o", "down", `${urlOf(server)}/big`);
    assert.equal(await digest(await Deno.readFile(`${work.folder}/down`)), await digest(big));

    assert.equal((await curl(work, "--list-only", `${urlOf(server)}/`)).stdout, "big\n");
    const { stdout } = await curl(work, `${urlOf(server)}/`);
    assert.match(stdout, /^-rw-r--r-- +1 \S+ +\S+ +3000000 \w{3} [ \d]\d \d\d:\d\d big\n$/);
  },
});

testInBothManners({
  name: "curl asks for size and time without taking the file",
  needs,
  async fn(server) {
    await using work = await workplace();
    await put(server, "dated", content(1234));
    await Deno.utime(`${server.home}/dated`, 0, 1_000_000_000);
    const { stdout } = await curl(work, "--head", `${urlOf(server)}/dated`);
    assert.match(stdout, /^Last-Modified: Sun, 09 Sep 2001 01:46:40 GMT\r$/m);
    assert.match(stdout, /^Content-Length: 1234\r$/m);
    await curl(work, "--remote-time", "-o", "copy", `${urlOf(server)}/dated`);
    const { mtime } = await Deno.stat(`${work.folder}/copy`);
    assert.equal(mtime?.getTime(), 1_000_000_000_000);
  },
});

testInBothManners({
  name: "curl makes folders on its way, appends, and sends commands of its own",
  needs,
  async fn(server) {
    await using work = await workplace();
    await Deno.writeTextFile(`${work.folder}/part`, "one\n");
    const target = `${urlOf(server)}/a/b%20c/log`;
    await curl(work, "--ftp-create-dirs", "-T", "part", target);
    await curl(work, "--append", "-T", "part", target);
    assert.equal(await Deno.readTextFile(`${server.home}/a/b c/log`), "one\none\n");

    const before = ["RNFR a/b c/log", "RNTO moved", "RMD a/b c", "RMD a"];
    const quotes = [...before, "-DELE moved"].flatMap((command) => ["--quote", command]);
    const { stdout } = await curl(work, ...quotes, "--list-only", `${urlOf(server)}/`);
    assert.equal(stdout, "moved\n");
    assert.deepEqual(Array.from(Deno.readDirSync(server.home)), []);
  },
});

testInBothManners({
  name: "curl goes on with a file that is there in part, either way",
  needs,
  async fn(server) {
    await using work = await workplace();
    await put(server, "big", big);
    await Deno.writeFile(`${work.folder}/down`, big.subarray(0, 1_000_001));
    await curl(work, "--continue-at", "-", "-o", "down", `${urlOf(server)}/big`);
    assert.equal(await digest(await Deno.readFile(`${work.folder}/down`)), await digest(big));

    await put(server, "part", big.subarray(0, 2_000_003));
    await Deno.writeFile(`${work.folder}/up`, big);
    await curl(work, "--continue-at", "-", "-T", "up", `${urlOf(server)}/part`);
    assert.equal(await digest(await Deno.readFile(`${server.home}/part`)), await digest(big));
  },
});

testInBothManners({
  name: "curl takes a range out of the middle of a file",
  needs,
  async fn(server) {
    await using work = await workplace();
    await put(server, "big", big);
    await curl(work, "--range", "1000-1999", "-o", "range", `${urlOf(server)}/big`);
    assert.deepEqual(await Deno.readFile(`${work.folder}/range`), big.slice(1000, 2000));
  },
});

testInBothManners({
  name: "curl transfers by active connections, with EPRT and with PORT",
  needs,
  async fn(server) {
    await using work = await workplace();
    await Deno.writeFile(`${work.folder}/up`, big);
    for (const extended of ["--eprt", "--disable-eprt"]) {
      const { stderr } = await curl(
        work,
        ...["-v", "--ftp-port", "-", extended, "-T", "up", `${urlOf(server)}/${extended}`],
      );
      assert.match(stderr, extended === "--eprt" ? /^> EPRT \|1\|127/m : /^> PORT 127,0,0,1,/m);
      await curl(work, "--ftp-port", "-", extended, "-o", "down", `${urlOf(server)}/${extended}`);
      assert.equal(await digest(await Deno.readFile(`${work.folder}/down`)), await digest(big));
    }
  },
});

testInBothManners({
  name: "curl transfers over IPv6, passively and actively",
  needs: [...needs, IPV6],
  config: "DefaultAddress ::1\nUseIPv6 on\n",
  async fn(server) {
    await using work = await workplace();
    await Deno.writeFile(`${work.folder}/up`, big);
    const { name, password } = server.account();
    const url = `ftp://${name}:${password}@[::1]:${server.port}`;
    for (const way of [[], ["--ftp-port", "-"]]) {
      const { stderr } = await curl(work, "-v", ...way, "-T", "up", `${url}/x`);
      assert.match(stderr, way.length > 0 ? /^> EPRT \|2\|::1\|\d+\|/m : /^> EPSV/m);
      await curl(work, ...way, "-o", "down", `${url}/x`);
      assert.equal(await digest(await Deno.readFile(`${work.folder}/down`)), await digest(big));
      assert.equal((await curl(work, ...way, "-l", `${url}/`)).stdout, "x\n");
    }
  },
});

testInBothManners({
  name: "curl finds its file by each of its methods, with PASV where it is told to",
  needs,
  async fn(server) {
    await using work = await workplace();
    await Deno.mkdir(`${server.home}/a/b c`, { recursive: true });
    await Deno.writeFile(`${server.home}/a/b c/file`, content(5000));
    for (const method of ["multicwd", "nocwd", "singlecwd"]) {
      for (const way of ["--ftp-pasv", "--disable-epsv", "--ftp-skip-pasv-ip"]) {
        const place = `${urlOf(server)}/a/b%20c/file`;
        const { stderr } = await curl(work, "-v", "--ftp-method", method, way, "-o", "x", place);
        assert.match(stderr, way === "--disable-epsv" ? /^> PASV/m : /^> EPSV/m);
        assert.equal(
          stderr.match(/^> CWD/gm)?.length ?? 0,
          { multicwd: 2, singlecwd: 1 }[method] ?? 0,
        );
        assert.deepEqual(await Deno.readFile(`${work.folder}/x`), content(5000));
      }
    }
  },
});

testInBothManners({
  name: "curl takes several files by one connection, or by several at the same time",
  needs,
  async fn(server) {
    await using work = await workplace();
    for (const number of [1, 2, 3, 4, 5, 6]) await put(server, `f${number}`, content(9000, number));
    for (const way of [[], ["--parallel", "--parallel-immediate"]]) {
      await curl(work, ...way, `${urlOf(server)}/f[1-6]`, "-o", "got#1");
      for (const number of [1, 2, 3, 4, 5, 6]) {
        assert.deepEqual(await Deno.readFile(`${work.folder}/got${number}`), content(9000, number));
        await Deno.remove(`${work.folder}/got${number}`);
      }
    }
    await waitForTransferLog(server, /\/f6 [^]*\/f6 /);
  },
});

testInBothManners({
  name: "curl sends from a pipe, renames after the upload, and respects dates and sizes",
  needs,
  async fn(server) {
    await using work = await workplace();
    const flags = ["-sS", "-T", "-", "-Q", "-RNFR temporary", "-Q", "-RNTO final"];
    await work.run("curl", [...flags, `${urlOf(server)}/temporary`], "from a pipe\n");
    assert.equal(await Deno.readTextFile(`${server.home}/final`), "from a pipe\n");
    await Deno.utime(`${server.home}/final`, 0, 1_000_000_000);
    const url = `${urlOf(server)}/final`;
    await curl(work, "--time-cond", "1 Jan 2010", "-o", "newer", url);
    assert.equal((await Deno.readDir(work.folder)[Symbol.asyncIterator]().next()).done, true);
    await curl(work, "--time-cond", "-1 Jan 2010", "-o", "older", url);
    assert.equal(await Deno.readTextFile(`${work.folder}/older`), "from a pipe\n");
    const { code } = await work.try("curl", ["-sS", "--max-filesize", "5", "-o", "large", url]);
    assert.equal(code, 63); // the file is larger than that
  },
});

testInBothManners({
  name: "curl converts lines in ASCII mode, both ways",
  needs,
  async fn(server) {
    await using work = await workplace();
    await Deno.writeTextFile(`${work.folder}/unix`, "a\nb\n");
    await curl(work, "--use-ascii", "-T", "unix", `${urlOf(server)}/text`);
    assert.equal(await Deno.readTextFile(`${server.home}/text`), "a\nb\n");
    // curl itself makes LF of CR LF again.
    const { stdout, stderr } = await curl(work, "-v", "--use-ascii", `${urlOf(server)}/text`);
    assert.equal(stdout, "a\nb\n");
    assert.match(stderr, /^< 150 Opening ASCII mode data connection for text \(4 bytes\)/m);
  },
});

testInBothManners({
  name: "curl is told what is wrong: password, file, folder",
  needs,
  async fn(server) {
    await using work = await workplace();
    const failing = async (...args: string[]) => (await work.try("curl", ["-sS", ...args])).code;
    const host = `127.0.0.1:${server.port}`;
    assert.equal(await failing("-u", "alice:wrong", `ftp://${host}/`), 67); // login denied
    assert.equal(await failing(`${urlOf(server)}/none`), 78); // no such file
    assert.equal(await failing(`${urlOf(server)}/none/`), 9); // no access to that folder
  },
});

testInBothManners({
  name: "curl lists, takes ranges, appends and goes on by active connections",
  needs,
  async fn(server) {
    await using work = await workplace();
    const active = (...args: string[]) => curl(work, "--ftp-port", "127.0.0.1", ...args);
    await put(server, "big", big);
    await Deno.writeFile(`${work.folder}/part`, big.subarray(0, 1000));
    await active("--append", "-T", "part", `${urlOf(server)}/twice`);
    await active("--append", "-T", "part", `${urlOf(server)}/twice`);
    assert.equal((await Deno.stat(`${server.home}/twice`)).size, 2000);
    const { stdout: names } = await active("--list-only", `${urlOf(server)}/`);
    assert.deepEqual(names.trim().split("\n").sort(), ["big", "twice"]);
    for (
      const [range, wanted] of [
        ["1000-1999", big.slice(1000, 2000)],
        ["2999000-", big.slice(2_999_000)],
        ["-500", big.slice(-500)],
      ] as const
    ) {
      await active("--range", range, "-o", "range", `${urlOf(server)}/big`);
      assert.deepEqual(await Deno.readFile(`${work.folder}/range`), wanted);
    }
    await Deno.writeFile(`${work.folder}/down`, big.subarray(0, 1_000_001));
    await active("--continue-at", "-", "-o", "down", `${urlOf(server)}/big`);
    assert.equal(await digest(await Deno.readFile(`${work.folder}/down`)), await digest(big));
  },
});

testInBothManners({
  name: "curl sends several files that a pattern names, with line ends made CR LF on the way",
  needs,
  async fn(server) {
    await using work = await workplace();
    for (const name of ["one", "two"]) {
      await Deno.writeTextFile(`${work.folder}/${name}`, `${name}\n`);
    }
    await curl(work, "--crlf", "-T", "{one,two}", `${urlOf(server)}/`);
    for (const name of ["one", "two"]) {
      assert.equal(await Deno.readTextFile(`${server.home}/${name}`), `${name}\r\n`);
    }
    const { stdout } = await curl(work, `${urlOf(server)}/{two,one};type=a`);
    assert.equal(stdout, "two\none\n"); // curl itself makes LF of CR LF again
    // What begins with a star may fail.
    const before = ["--quote", "*DELE none", "--quote", "PWD", "--quote", "-DELE two"];
    await curl(work, ...before, "-o", "copy", `${urlOf(server)}/one`);
    assert.deepEqual(Array.from(Deno.readDirSync(server.home), ({ name }) => name), ["one"]);
    assert.equal(await Deno.readTextFile(`${work.folder}/copy`), "one\r\n");
  },
});
