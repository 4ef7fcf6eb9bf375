/**
 * The files in packaging/ that other programs read: what those programs say of them, and that the
 * server works under the rules they make.
 */
import assert from "node:assert/strict";
import { fromFileUrl } from "../harness/file_url.ts";
import { ordinaryUser } from "../harness/ordinary_user.ts";
import { PROFTPD, run } from "../harness/programs.ts";
import { test } from "../harness/requires.ts";
import { startServer } from "../harness/server.ts";
import { tempDir } from "../harness/temp_dir.ts";

const PACKAGING = fromFileUrl(new URL("../../packaging/", import.meta.url));
const UNITS = ["proftpd.service", "proftpd.socket", "proftpd@.service", "proftpd-daemon.socket"];

test({
  name: "systemd has nothing to say against the units",
  needs: ["systemd-analyze", "/usr/sbin/proftpd"],
  async fn() {
    const paths = UNITS.map((name) => `${PACKAGING}systemd/${name}`);
    const { code, stderr } = await run("systemd-analyze", ["verify", "--man=no", ...paths]);
    assert.equal(stderr, "");
    assert.equal(code, 0);
  },
});

Deno.test("daemon and session units lock down the same things", async () => {
  const [daemon, , session] = await Promise.all(UNITS.map(settings));
  const start = daemon.findIndex((line) => line.startsWith("CacheDirectory="));
  const end = daemon.findIndex((line) => line.startsWith("[Install]"));
  assert.deepEqual(session.slice(session.indexOf(daemon[start] ?? "")), daemon.slice(start, end));
});

test({
  name: "logins, jails and uploads work with no more capabilities than the unit leaves",
  needs: ["root", "setpriv"],
  async fn() {
    const lines = await settings("proftpd.service");
    const capabilities = lines
      .filter((line) => line.startsWith("CapabilityBoundingSet="))
      .flatMap((line) => line.split("=")[1]?.split(" ") ?? [])
      .map((name) => name.replace("CAP_", "+").toLowerCase());
    await using folder = await tempDir();
    const program = `${folder.path}/proftpd`;
    const words = `--no-new-privs --bounding-set -all,${capabilities.join(",")}`;
    await Deno.writeTextFile(program, `#!/bin/sh\nexec setpriv ${words} ${PROFTPD} "$@"\n`);
    await Deno.chmod(program, 0o755);
    await using server = await startServer({ program, config: "DefaultRoot ~\nUmask 022" });
    await using client = await server.login();
    await client.expect("PWD", '257 "/" is the current directory');
    await client.upload("STOR file", "content");
    const { uid } = await Deno.stat(`${server.home}/file`);
    assert.equal(uid, (await ordinaryUser()).uid);
  },
});

test({
  name: "logrotate understands its entry",
  needs: ["logrotate"],
  async fn() {
    const entry = `${PACKAGING}logrotate.d/proftpd`;
    await using folder = await tempDir();
    const copy = `${folder.path}/proftpd`; // logrotate wants files that only their owner can change
    await Deno.copyFile(entry, copy);
    await Deno.chmod(copy, 0o644);
    const state = `--state=${folder.path}/state`;
    const { code, stderr } = await run("logrotate", ["--debug", state, copy]);
    assert.doesNotMatch(stderr, /error/i);
    assert.equal(code, 0, stderr);
  },
});

Deno.test("the PAM service refuses whom /etc/ftpusers names, and else asks what all services ask", async () => {
  const text = await Deno.readTextFile(`${PACKAGING}pam.d/proftpd`);
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  const [first, ...rest] = lines.map((line) => line.split(/\s+/));
  const refusal = ["item=user", "sense=deny", "file=/etc/ftpusers", "onerr=succeed"];
  assert.deepEqual(first, ["auth", "required", "pam_listfile.so", ...refusal]);
  assert.deepEqual(rest.map(([, name]) => name), [
    "common-auth",
    "common-account",
    "common-session-noninteractive",
  ]);
});

Deno.test("the container's configuration has no error, once it knows its address", async () => {
  const text = await Deno.readTextFile(`${PACKAGING}docker/proftpd.conf`);
  await using folder = await tempDir();
  const { name, group } = await ordinaryUser();
  const config = `${folder.path}/proftpd.conf`;
  for (const name of ["passwd", "group"]) {
    await Deno.writeTextFile(`${folder.path}/${name}`, "", { mode: 0o600 });
  }
  // The user and the files that the Dockerfile makes.
  await Deno.writeTextFile(
    config,
    text.replace(/^User\s.*$/m, `User ${name}`).replace(/^Group\s.*$/m, `Group ${group}`)
      .replaceAll("/etc/proftpd/users", folder.path),
  );
  const env = { FTP_ADDRESS: "203.0.113.7" };
  const { code, stderr } = await run(PROFTPD, ["-t", "-c", config], { env });
  assert.equal(stderr, "");
  assert.equal(code, 0);
});

Deno.test("the shell scripts are what any POSIX shell can read", async () => {
  for (const name of ["proftpd", "proftpd-simple"]) {
    const { code, stderr } = await run("sh", ["-n", `${PACKAGING}init.d/${name}`]);
    assert.equal(code, 0, stderr);
  }
});

/** The lines of a unit without comments and empty ones. */
async function settings(name: string): Promise<string[]> {
  const text = await Deno.readTextFile(`${PACKAGING}systemd/${name}`);
  return text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
}
