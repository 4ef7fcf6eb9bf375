import assert from "node:assert/strict";
import { PROFTPD, run } from "../harness/programs.ts";
import { test } from "../harness/requires.ts";
import { type Server, startServer } from "../harness/server.ts";

/** Soft and hard limit of `resource` (proc_pid_limits(5)) of process `pid`. */
async function limitsOf(pid: number, resource: string): Promise<string> {
  const text = await Deno.readTextFile(`/proc/${pid}/limits`);
  const line = text.split("\n").find((line) => line.startsWith(resource)) ?? "";
  const [soft, hard] = line.slice(resource.length).trim().split(/\s+/);
  return `${soft} ${hard}`;
}

async function onlySession(server: Server): Promise<number> {
  const [session] = await server.sessions();
  assert(session !== undefined);
  return session;
}

test({
  name: "RLimit directives hold for sessions, or for the daemon where they say so",
  needs: ["root"],
  fn: async () => {
    await using server = await startServer(
      "RLimitCPU 100 200\nRLimitOpenFiles session 120\nRLimitOpenFiles daemon 300 max",
    );
    const most = (await limitsOf(Deno.pid, "Max open files")).split(" ")[1];
    assert.equal(await limitsOf(server.pid, "Max cpu time"), "unlimited unlimited");
    assert.equal(await limitsOf(server.pid, "Max open files"), `300 ${most}`);
    await using client = await server.login();
    await client.expect("NOOP", 200);
    const session = await onlySession(server);
    assert.equal(await limitsOf(session, "Max cpu time"), "100 200");
    assert.equal(await limitsOf(session, "Max open files"), "120 120");
  },
});

Deno.test("a session works under the least that RLimitOpenFiles and RLimitMemory allow", async () => {
  await using server = await startServer("RLimitOpenFiles session 5\nRLimitMemory session 32M");
  await using client = await server.login();
  await client.upload("STOR large", new Uint8Array(10_000_000));
  assert.equal((await client.download("RETR large")).length, 10_000_000);
  for (let number = 0; number < 2000; number++) {
    await Deno.writeFile(`${server.home}/${number}`, new Uint8Array(0));
  }
  assert.match(await client.download("LIST"), /1999/);
  assert.match(
    await server.log(),
    /5 open files are not enough for this server, taking \d+/,
  );
});

test({
  name: "RLimitCPU ends a session that takes too much, with a line in the log",
  needs: ["root"],
  fn: async () => {
    await using server = await startServer("RLimitCPU session 1 20");
    await using client = await server.login();
    await Deno.writeFile(`${server.home}/text`, new Uint8Array(64 << 20).fill(10));
    await client.expect("TYPE A", 200);
    const ends = async () => {
      for (let count = 0; count < 100; count++) await client.download("RETR text");
    };
    await assert.rejects(ends);
    assert.match(await server.log(), /ProFTPD CPU limit exceeded \(signal 24\)/);
  },
});

test({
  name: "the largest limits that there are leave a session alone",
  needs: ["root"],
  fn: async () => {
    const largest = "18446744073709551615";
    await using server = await startServer(
      `RLimitCPU session ${largest}\nRLimitMemory session 64M 17179869183G`,
    );
    await using client = await server.login();
    await client.upload("STOR file", "text");
    const session = await onlySession(server);
    assert.doesNotMatch(await limitsOf(session, "Max cpu time"), /^0 /);
    assert.doesNotMatch(await limitsOf(session, "Max data size"), / 0$/);
  },
});

for (
  const [line, complaint] of [
    ["RLimitCPU", "RLimitCPU: wrong number of parameters"],
    ["RLimitCPU 1 2 3 4", "RLimitCPU: wrong number of parameters"],
    ["RLimitCPU soon", "RLimitCPU: badly formatted argument"],
    ["RLimitOpenFiles daemon many", "RLimitOpenFiles: badly formatted argument"],
    ["RLimitMemory session 64M 5Q", "RLimitMemory: badly formatted argument"],
    ["RLimitMemory 1M", "RLimitMemory: 1M is not enough for this server"],
    [
      "RLimitMemory 18446744073709551616",
      "RLimitMemory: 18446744073709551616 is more than a limit can be",
    ],
    [
      "RLimitMemory session 64M 17179869184G",
      "RLimitMemory: 17179869184G is more than a limit can be",
    ],
    [
      "RLimitCPU 99999999999999999999",
      "RLimitCPU: 99999999999999999999 is more than a limit can be",
    ],
    [
      "RLimitOpenFiles 18446744073709551616",
      "RLimitOpenFiles: 18446744073709551616 is more than a limit can be",
    ],
    ["RLimitChroot perhaps", "RLimitChroot: expected Boolean parameter"],
  ]
) {
  Deno.test(`${line} is refused`, async () => {
    const file = await Deno.makeTempFile();
    try {
      await Deno.writeTextFile(file, `${line}\n`);
      const { code, stderr } = await run(PROFTPD, ["-t", "-c", file]);
      assert.equal(code, 1);
      assert(stderr.includes(`fatal: ${complaint} on line 1 of '${file}'`), stderr);
    } finally {
      await Deno.remove(file);
    }
  });
}

Deno.test("in a jail /etc and /lib stay as they are", async () => {
  await using server = await startServer("DefaultRoot ~\nAllowOverwrite on");
  for (const name of ["etc", "lib", "other/etc"]) {
    await Deno.mkdir(`${server.home}/${name}`, { recursive: true });
    await Deno.writeTextFile(`${server.home}/${name}/file`, "old");
  }
  await Deno.symlink("etc", `${server.home}/link`);
  await run("chmod", ["-R", "a+rwX", server.home]);
  await using client = await server.login();
  const denied = (name: string) => `550 ${name}: Permission denied`;
  for (const name of ["etc/new", "/etc/file", "lib/file", "link/file", "other/../etc/file"]) {
    await using _data = await client.passive();
    await client.expect(`STOR ${name}`, denied(name));
  }
  await client.expect("MKD etc/folder", denied("etc/folder"));
  await client.expect("RMD lib", denied("lib"));
  await client.expect("DELE /etc/file", denied("/etc/file"));
  await client.expect("RNFR etc/file", 350);
  await client.expect("RNTO moved", denied("moved"));
  await client.expect("RNFR other", 350);
  await client.expect("RNTO etc/other", denied("etc/other"));
  await client.expect("CWD etc", 250);
  await client.expect("DELE file", denied("file"));
  assert.equal(await client.download("RETR file"), "old");
  await client.expect("CWD /", 250);
  const time = "20200101000000";
  for (const name of ["etc/file", "link/file", "lib"]) {
    await client.expect(`MFMT ${time} ${name}`, `501 ${name}: Permission denied`);
    await client.expect(`MFF UNIX.mode=600; ${name}`, `501 ${name}: Permission denied`);
    await client.expect(`MFF nosuch=1; ${name}`, 504);
    await client.expect(`MFMT 1 ${name}`, "501 1: Invalid argument");
  }
  await client.expect(`MFMT ${time} etc/none`, "550 etc/none: No such file or directory");
  await client.upload("STOR other/etc/file", "new");
  await client.upload("STOR library", "new");
  await client.expect("SITE CHMOD 640 etc/../library", 200);
  await client.expect(`MFMT ${time} lib/../library`, 213);
});

Deno.test("RLimitChroot off leaves /etc of a jail to the user's rights", async () => {
  await using server = await startServer("DefaultRoot ~\nRLimitChroot off\nAllowOverwrite on");
  await using client = await server.login();
  await client.expect("MKD etc", 257);
  await client.upload("STOR etc/file", "new");
});

Deno.test("outside of a jail /etc is no more than a name", async () => {
  await using server = await startServer("AllowOverwrite on");
  await using client = await server.login();
  await client.expect("MKD etc", 257);
  await client.upload("STOR etc/file", "new");
});
