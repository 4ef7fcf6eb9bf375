/** What DebugLevel tells of what the server does, and why. */
import assert from "node:assert/strict";
import { type Place, startServer } from "../harness/server.ts";
import { PROFTPD, run } from "../harness/programs.ts";
import { tempDir } from "../harness/temp_dir.ts";
import { waitFor } from "../harness/wait_for.ts";

const config = (level: number) => ({ folder, port }: Place) =>
  `DebugLevel ${level}
<Class near>
From 127.0.0.1
</Class>
<Limit LOGIN>
AllowUser alice
DenyAll
</Limit>
UserAlias nick alice
DefaultRoot ~
AllowOverwrite on
<Directory ${folder}/home/alice/pub>
<Limit STOR>
DenyUser bob
DenyUser alice
</Limit>
<Limit RETR>
AllowAll
</Limit>
</Directory>
<VirtualHost 127.0.0.2>
Port ${port}
</VirtualHost>
`;

/** What the log of a session at debug level `level` has, without the time and the process. */
async function logAt(level: number): Promise<{ lines: string[]; password: string }> {
  await using server = await startServer({ config: config(level) });
  const { password } = server.account();
  await Deno.mkdir(`${server.home}/pub`);
  await Deno.writeTextFile(`${server.home}/pub/file`, "text");
  await using client = await server.connect();
  await client.expect("USER alice", 331);
  await client.expect("PASS a-wrong-word", 530);
  await client.expect("USER nick", 331);
  await client.expect(`PASS ${password}`, 230);
  await client.expect("TYPE I", 200);
  await client.expect("STOR pub/new", 550);
  await client.download("RETR pub/file");
  await client.expect("NOOP", 200);
  await client.expect("QUIT", 221);
  const log = await waitFor("the end of the session", async () => {
    const text = await server.log();
    return level < 2 || text.includes("FTP session closed.") ? text : undefined;
  });
  const lines = log.split("\n").map((line) => line.replace(/^.* proftpd\[\d+\] \S+ /, ""));
  return { lines, password };
}

/** The line of `text` in the configuration. */
function has(lines: readonly string[], wanted: string | RegExp): number {
  const matches = (line: string) =>
    typeof wanted === "string" ? line.endsWith(wanted) : wanted.test(line);
  const at = lines.findIndex(matches);
  assert.notEqual(at, -1, `no ${wanted} in\n${lines.join("\n")}`);
  return at;
}

Deno.test("debug level 8 names the section and the line that decided, denied or allowed", async () => {
  const { lines } = await logAt(8);
  has(
    lines,
    /STOR \S+\/pub\/new: denied by <Limit STOR> in <Directory \S+\/pub> on line \d+ of '\S+\/proftpd.conf' \(DenyUser, line \d+, \d+\)$/,
  );
  has(
    lines,
    /RETR \S+\/pub\/file: allowed by <Limit RETR> in <Directory \S+\/pub> on line \d+ of '\S+' \(AllowAll, line \d+\)$/,
  );
  has(lines, /LOGIN of user 'alice': allowed by <Limit LOGIN> on line \d+ of '\S+' \(AllowUser, /);
  has(lines, /TYPE \S+: allowed, no <Limit> says anything about it$/);
});

Deno.test("each debug level tells its share, and the highest one no secret", async () => {
  const { lines, password } = await logAt(10);
  const order = [
    /server 'Test' chosen for 127\.0\.0\.1:\d+: it has this address and port$/,
    "UseReverseDNS off, returning IP address instead of DNS name",
    /no shutdown announced by \S+ stands in the way$/,
    /LOGIN from 127\.0\.0\.1 \[127\.0\.0\.1\]: allowed by <Limit LOGIN> /,
    /session requested from client in 'near' class, <Class> on line \d+ of /,
    "performing module session initializations",
    "setting resource limits",
    /connected - local {2}: 127\.0\.0\.1:\d+$/,
    "FTP session opened.",
    "dispatching CMD command 'USER alice' to mod_auth",
    "no UserAlias for 'alice'",
    "AuthOrder in effect: mod_auth_file.c",
    /mod_auth_file\.c knows user 'alice', uid \d+, gid \d+$/,
    "mod_auth_file.c says of the password of user 'alice': wrong-password",
    "UserAlias: 'nick' is 'alice'",
    "dispatching CMD command 'PASS (hidden)' to mod_auth",
    "user 'alice' authenticated by mod_auth_file.c",
    /Preparing to chroot to directory '\S+\/home\/alice'$/,
    /passive data connection opened - local {2}: 127\.0\.0\.1:\d+$/,
    "using sendfile capability for transmitting data",
    "dispatching CMD command 'QUIT' to mod_core",
  ];
  let last = -1;
  for (const wanted of order) {
    const at = has(lines.slice(last + 1), wanted);
    last += at + 1;
  }
  for (const secret of [password, "a-wrong-word"]) {
    assert.ok(!lines.some((line) => line.includes(secret)), secret);
  }
});

Deno.test("without debugging none of that is written", async () => {
  const { lines } = await logAt(0);
  assert.doesNotMatch(lines.join("\n"), /dispatching|decided|allowed by|chosen for|connected - /);
});

/** What `-t` says at a debug level, and its exit status. */
async function checked(config: string, ...args: string[]) {
  await using dir = await tempDir();
  await Deno.mkdir(`${dir.path}/conf.d`);
  await Deno.writeTextFile(`${dir.path}/conf.d/a.conf`, "Umask 027\n");
  const path = `${dir.path}/conf`;
  await Deno.writeTextFile(path, config.replaceAll("/srv", dir.path));
  const { code, stderr } = await run(PROFTPD, ["-t", ...args, "-c", path]);
  const lines = stderr.replaceAll(dir.path, "/srv").split("\n")
    .map((line) => line.replace(/^.* proftpd\[\d+\]: /, ""));
  return { code, lines };
}

const CHECKED = `ServerName "Main"
DefaultAddress 127.0.0.1
SocketBindTight on
Port 2121
Define GIVEN
Include /srv/conf.d/*.conf
Include /srv/none.d/*.conf
<IfDefine GIVEN>
AllowOverwrite on
</IfDefine>
<IfDefine !GIVEN>
AllowOverwrite off
</IfDefine>
<Global>
AccessGrantMsg "not to be seen"
</Global>
<Directory /srv>
<Limit STOR DELE>
DenyAll
</Limit>
</Directory>
`;

Deno.test("proftpd -t -d5 tells what it reads, what counts, and where it is written", async () => {
  const { code, lines } = await checked(CHECKED, "-d5");
  assert.equal(code, 0);
  const order = [
    "reading '/srv/conf'",
    "Define: 'GIVEN' on line 5 of '/srv/conf'",
    "Include: reading '/srv/conf.d/a.conf' on line 6 of '/srv/conf'",
    "<IfDefine>: using 'GIVEN' section on line 8 of '/srv/conf'",
    "<IfDefine>: skipping '!GIVEN' section on line 11 of '/srv/conf'",
    "Config for Main:",
    " <Directory /srv> on line 17 of '/srv/conf'",
    "  <Limit STOR DELE> on line 18 of '/srv/conf'",
    "   DenyAll on line 19 of '/srv/conf'",
    " ServerName on line 1 of '/srv/conf'",
    " Umask on line 1 of '/srv/conf.d/a.conf'",
    " AllowOverwrite on line 9 of '/srv/conf'",
    " AccessGrantMsg on line 15 of '/srv/conf'",
    "server 'Main' answers at 127.0.0.1:2121",
  ];
  let last = -1;
  for (const wanted of order) {
    const at = lines.indexOf(wanted, last + 1);
    assert.notEqual(at, -1, `no ${wanted} in\n${lines.join("\n")}`);
    last = at;
  }
  assert.ok(!lines.join("\n").includes("not to be seen"));
});

Deno.test("proftpd -t tells nothing of that without -d, and less with less", async () => {
  assert.doesNotMatch((await checked(CHECKED)).lines.join("\n"), /reading|Config for|answers at/);
  const { lines } = await checked(CHECKED, "-d2");
  assert.ok(lines.includes("reading '/srv/conf'"));
  assert.doesNotMatch(lines.join("\n"), /Config for|<IfDefine>/);
});

Deno.test("proftpd -t -d10 tells how far it came with a file that is wrong", async () => {
  const { code, lines } = await checked("DebugLevel eleven\nServerName a b\n", "-d10");
  assert.equal(code, 1);
  assert.ok(lines.includes("reading '/srv/conf'"));
});

Deno.test("a daemon logs at its debug level what it read, again at HUP", async () => {
  await using server = await startServer({ config: "DebugLevel 5" });
  const count = async () => (await server.log()).split("Config for Test:").length - 1;
  await waitFor("the settings in the log", async () => await count() === 1);
  server.signal("SIGHUP");
  await waitFor("them again", async () => await count() === 2);
});
