/**
 * What the configuration keeps secret is not told to clients, shown by the tools, or seen in `ps`:
 * hashes, passwords as they are sent, and where the files of users lie.
 */
import assert from "node:assert/strict";
import { makeCertificate } from "../harness/certificates.ts";
import { HASHES, PASSWORD } from "../harness/password.ts";
import { PRIVATE_ETC_NEEDS } from "../harness/private_etc.ts";
import { test } from "../harness/requires.ts";
import { PROFTPD, run, toolProgram } from "../harness/programs.ts";
import { startServer } from "../harness/server.ts";
import { systemUsers } from "../harness/system_users.ts";
import { waitFor } from "../harness/wait_for.ts";
import { tempDir } from "../harness/temp_dir.ts";

/** Commands that get replies of all kinds, most of them refusals. */
const COMMANDS = [
  ...["HELP", "HELP SITE", "FEAT", "SYST", "STAT", "CSID", "LANG", "HOST other", "SITE HELP"],
  ...["SITE", "CWD /nosuch", "CWD ~bob", "RETR passwd", "SIZE /etc/shadow", "MLST", "STAT /"],
  ...["STAT ../..", "MKD /a/b", "RNFR x", "DELE x", "SITE CHMOD 777 x", "SITE CHGRP root x"],
  ...["PORT 127,0,0,1,0,1", "EPRT x", "TYPE Z", "MODE B", "XYZZY", "AUTH TLS", "OPTS MLST x"],
];

Deno.test("no reply, title or listing of sessions tells a hash, a password or where users are kept", async () => {
  await using server = await startServer({
    config: [`UserPassword alice ${HASHES.sha512}`, "DisplayLogin welcome", "MaxLoginAttempts 9"]
      .join("\n"),
  });
  const secrets = [HASHES.sha512, `${server.folder}/passwd`, PASSWORD, "wrong-word"];
  const said: string[] = [];
  const tell = (what: string) => {
    said.push(what);
    for (const secret of secrets) assert.ok(!what.includes(secret), `${secret} in ${what}`);
  };
  await using client = await server.connect();
  const ask = async (line: string) => tell((await client.command(line)).text);
  for (const line of COMMANDS) await ask(line);
  for (const name of ["alice", "nobody-known", "root"]) {
    await ask(`USER ${name}`);
    await ask("PASS wrong-word");
  }
  await client.login("alice", PASSWORD);
  for (const line of COMMANDS) await ask(line);
  for (const format of ["oneline", "json"]) {
    const board = ["-v", "-o", format, "-f", `${server.folder}/scoreboard`];
    tell((await run(toolProgram("ftpwho"), board)).stdout);
  }
  for (const pid of await server.sessions()) {
    tell((await Deno.readTextFile(`/proc/${pid}/cmdline`)).replaceAll("\0", " "));
    tell(await Deno.readTextFile(`/proc/${pid}/comm`));
  }
  assert.ok(said.some((text) => text.includes("alice")));
});

Deno.test("the findings of -t as JSON repeat no hash, password or key that a line has", async () => {
  await using folder = await tempDir();
  const file = `${folder.path}/proftpd.conf`;
  const lines = [
    `UserPassword alice`,
    `UserPassword alice ${HASHES.sha512} surplus`,
    `UserPassword alice "${HASHES.sha512}" "${HASHES.sha512}"`,
    `UserPasswort alice ${HASHES.sha512}`,
    `SQLConnectInfo db@host user hidden-word`,
    `TLSRSACertificateKeyFile /etc/hidden-word.key`,
    `TLSPKCS12File /etc/hidden-word.p12`,
  ];
  await Deno.writeTextFile(file, `${lines.join("\n")}\n`);
  for (const form of [["-t", "--format", "json"], ["-t"]]) {
    const { stdout, stderr } = await run(PROFTPD, [...form, "-c", file]);
    const all = stdout + stderr;
    assert.match(all, /UserPasswort/);
    assert.ok(!all.includes(HASHES.sha512) && !all.includes("hidden-word"), all);
  }
});

test({
  name: "passwords stay neither in buffers nor in logs, and sessions leave no core dumps",
  needs: ["root"],
  async fn() {
    const log = 'LogFormat all "%h %l %u %t %r %m %J %s %S"\nExtendedLog';
    await using server = await startServer({
      args: ["-d", "10"],
      config: ({ folder }) => `DebugLevel 10\n${log} ${folder}/extended ALL all`,
    });
    // So long that what comes later does not reach its end in the buffer.
    const guess = `${"x".repeat(99)}-not-this-one`;
    await using client = await server.connect();
    await client.expect(`PASS ${guess}`, 503);
    await client.expect("USER alice", 331);
    // A closer look at a line than at others: the telnet sequence vanishes.
    await client.write(`PASS ${guess}\xff\xf4\r\n`);
    await client.reply();
    await client.login("alice", PASSWORD);
    await client.expect("NOOP", 200);
    const [pid] = await server.sessions();
    const memory = await memoryOf(pid);
    for (const end of ["-not-this-one\r\n", "-not-this-one\xff"]) {
      assert.ok(!memory.some((part) => part.includes(end)), `a buffer holds ${end}`);
    }
    assert.ok(memory.some((part) => part.includes("/home/alice")), "no memory was read");
    const limits = await Deno.readTextFile(`/proc/${pid}/limits`);
    assert.match(limits, /^Max core file size +0 +0 /m);
    for (const file of ["system.log", "extended"]) {
      const text = await server.read(file);
      assert.match(text, /PASS/);
      for (const secret of [PASSWORD, guess]) {
        assert.ok(!text.includes(secret), `${secret} in ${file}`);
      }
    }
  },
});

test({
  name: "no log has a password, however it comes, or a hash, and no process leaves a core dump",
  needs: ["root"],
  async fn() {
    const logs = ["system.log", "trace", "extended", "forensic"];
    await using server = await startServer({
      args: ["-d", "10"],
      config: ({ folder }) => `
        DebugLevel 10
        UserPassword carol ${HASHES.sha512}
        Trace DEFAULT:20
        TraceLog ${folder}/trace
        LogFormat all "%h %l %u %U %r %m %J %s %S %A"
        ExtendedLog ${folder}/extended ALL all
        ForensicLogEngine on
        ForensicLogFile ${folder}/forensic
        ForensicLogCriteria FailedLogin
        MaxLoginAttempts none`,
    });
    const guess = "not-the-right-one";
    await using client = await server.connect();
    for (
      const line of [
        `PASS ${guess}`,
        `pass ${guess}`,
        `PASS  ${guess}`,
        `PASS\t${guess}`,
        `\xff\xf4PASS ${guess}`,
        ` PASS ${guess}`,
        `ACCT ${guess}`,
        `ADAT ${guess}`,
      ]
    ) {
      for (const name of ["alice", "carol", "nobody-there"]) {
        await client.expect(`USER ${name}`, 331);
        await client.command(line);
      }
    }
    await client.write(`USER alice\r\nPASS ${guess}\r\nUSER carol\r\nPASS ${guess}\r\n`);
    for (let replies = 0; replies < 4; replies++) await client.reply();
    await client.login("alice", PASSWORD);
    await client.expect("QUIT", 221);
    await client.closed();
    await waitFor("the session's end", async () => (await server.sessions()).length === 0);
    for (const file of logs) {
      const text = await server.read(file);
      assert.match(text, /PASS/, file);
      for (const secret of [guess, ` ${PASSWORD}`, HASHES.sha512]) {
        assert.ok(!text.includes(secret), `${secret} in ${file}`);
      }
    }
    assert.ok(!server.printed.includes(HASHES.sha512));
    assert.match(
      await Deno.readTextFile(`/proc/${server.pid}/limits`),
      /^Max core file size +0 +0 /m,
    );
  },
});

for (const manner of ["", "SessionTemplate on"]) {
  test({
    name: `no private key's text and no user's hash is in a session's memory: ${
      manner || "spawned"
    }`,
    needs: ["root"],
    async fn() {
      let key = "";
      await using server = await startServer({
        users: [{ name: "alice" }, { name: "bob", hash: HASHES.sha256 }],
        config({ folder }) {
          const files = makeCertificate(folder);
          key = Deno.readTextFileSync(files.key);
          return `UserPassword alice ${HASHES.md5}
            UserPassword carol ${HASHES.bcrypt}
            TLSEngine on
            TLSECCertificateFile ${files.certificate}
            TLSECCertificateKeyFile ${files.key}
            ${manner}`;
        },
      });
      await using client = await server.connect();
      await client.expect("USER bob", 331);
      await client.expect("PASS wrong", 530);
      await client.login("alice", PASSWORD);
      await client.expect("PWD", 257);
      const [pid] = await server.sessions();
      const memory = await memoryOf(pid);
      for (const hash of Object.values(HASHES)) assertNowhere(memory, hash);
      const [, first, second] = key.split("\n");
      for (const line of [first, second]) {
        assert.ok(line.length > 40 && !memory.some((part) => part.includes(line)), line);
      }
      assert.ok(memory.some((part) => part.includes("TLSECCertificateKeyFile")));
    },
  });
}

for (const manner of ["", "SessionTemplate on"]) {
  test({
    name: `no system user's hash is in a session's memory: ${manner || "spawned"}`,
    needs: PRIVATE_ETC_NEEDS,
    async fn() {
      const shell = "/bin/sh";
      await using users = await systemUsers([
        { name: "sysalice", uid: 7001, gid: 7001, hash: HASHES.sha512, shell },
        { name: "sysbob", uid: 7002, gid: 7002, hash: HASHES.sha256, shell },
      ]);
      const { program } = users;
      const config = `AuthOrder mod_auth_unix.c\nAuthPAM off\n${manner}`;
      await using server = await startServer({ program, config });
      await using client = await server.connect();
      await client.expect("USER sysbob", 331);
      await client.expect("PASS wrong", 530);
      await client.login("sysalice", PASSWORD);
      await client.expect("PWD", 257);
      const [pid] = await server.sessions();
      const memory = await memoryOf(pid);
      for (const hash of [HASHES.sha512, HASHES.sha256]) assertNowhere(memory, hash);
      assert.ok(memory.some((part) => part.includes("sysalice")));
    },
  });
}

/** Nothing in `memory` ends as `hash` does. */
function assertNowhere(memory: readonly string[], hash: string): void {
  const end = hash.slice(-20);
  assert.ok(!memory.some((part) => part.includes(end)), hash);
}

/** What a process can write to: byte strings. */
async function memoryOf(pid: number): Promise<string[]> {
  const maps = await Deno.readTextFile(`/proc/${pid}/maps`);
  using memory = await Deno.open(`/proc/${pid}/mem`);
  const parts: string[] = [];
  for (const [, start, end] of maps.matchAll(/^([0-9a-f]+)-([0-9a-f]+) rw/gm)) {
    const [from, to] = [Number(`0x${start}`), Number(`0x${end}`)];
    if (to - from > LARGEST_MAPPING) continue; // reserved, hardly used
    try {
      await memory.seek(from, Deno.SeekMode.Start);
      const bytes = new Uint8Array(to - from);
      const count = await memory.read(bytes);
      parts.push(new TextDecoder("latin1").decode(bytes.subarray(0, count ?? 0)));
    } catch {
      continue; // not to be read
    }
  }
  return parts;
}

const LARGEST_MAPPING = 64 << 20;
