/**
 * Init scripts drive the server: Debian's own, the one of the howto "Stopping and Starting ProFTPD",
 * and the two in packaging/.
 */
import assert from "node:assert/strict";
import { fromFileUrl } from "../harness/file_url.ts";
import { freePort, isListening } from "../harness/free_port.ts";
import { Machine, MACHINE_NEEDS } from "../harness/machine.ts";
import { isAlive, signal, statusField, waitForEnd } from "../harness/processes.ts";
import { PROFTPD, run } from "../harness/programs.ts";
import { test } from "../harness/requires.ts";
import { waitFor } from "../harness/wait_for.ts";

const PACKAGING = fromFileUrl(new URL("../../packaging/", import.meta.url));
const CONFIG = "/etc/proftpd/proftpd.conf";
const SCRIPT = "/etc/init.d/proftpd";

/** A machine whose init script is `text`, and the port of its server. */
async function machineWith(text: string | undefined) {
  const machine = await Machine.start(PROFTPD);
  const port = freePort();
  await machine.edit(CONFIG, /^Port\s.*$/m, `Port ${port}\nUseReverseDNS off`);
  if (text !== undefined) await machine.write(SCRIPT, text, 0o755);
  return {
    machine,
    port,
    /** Calls the script and returns its exit status. */
    async call(action: string): Promise<number> {
      return (await machine.run(SCRIPT, action)).code;
    },
    /** The greeting of the server. */
    async greeting(): Promise<string> {
      const { stdout } = await run("curl", ["-sv", `ftp://127.0.0.1:${port}/`, "--stderr", "-"]);
      return /< (220 .*)/.exec(stdout)?.[1].trim() ?? "";
    },
    async [Symbol.asyncDispose]() {
      // What a failed test has left.
      const pid = Number(await machine.read("/run/proftpd.pid") ?? 0);
      const name = pid > 0 && await isAlive(pid) ? await statusField(pid, "Name") : "";
      if (name === "proftpd" && signal(pid, "SIGKILL")) await waitForEnd(pid);
      await machine[Symbol.asyncDispose]();
    },
  };
}

test({
  name: "Debian's init script starts, reloads, restarts and stops the server, itself unchanged",
  needs: [...MACHINE_NEEDS, SCRIPT, "start-stop-daemon", "pidof", "curl"],
  async fn() {
    await using it = await machineWith(undefined);
    const { machine } = it;
    assert.equal(await it.call("status"), 3);
    assert.equal(await it.call("check-config"), 0);
    assert.equal(await it.call("start"), 0);
    const first = await machine.daemon();
    assert.equal(await it.call("status"), 0);
    assert.match(await it.greeting(), /^220 ProFTPD Server \(Debian\)/);

    await machine.edit(CONFIG, /^ServerName.*$/m, 'ServerName "Reloaded"');
    assert.equal(await it.call("reload"), 0);
    await waitFor("the new name", async () => (await it.greeting()).includes("(Reloaded)"));
    assert.equal(await machine.daemon(), first);

    assert.equal(await it.call("restart"), 0);
    const second = await machine.daemon();
    assert.notEqual(second, first);
    assert.equal(await isAlive(first), false);

    assert.equal(await it.call("stop"), 0);
    assert.equal(await isAlive(second), false);
    assert.equal(await machine.read("/run/proftpd.pid"), undefined);
    assert.equal(await it.call("status"), 3);
    assert.equal(await it.call("stop"), 0);
  },
});

const UNIT = "/lib/systemd/system/proftpd.service";

test({
  name: "the commands of Debian's unit start, reload and stop the server, in systemd's way",
  needs: [...MACHINE_NEEDS, UNIT, "curl"],
  async fn() {
    await using it = await machineWith(undefined);
    const { machine } = it;
    const unit = await Deno.readTextFile(UNIT);
    const settings = (name: string) =>
      unit.split("\n").filter((line) => line.startsWith(`${name}=`))
        .map((line) => line.slice(name.length + 1));
    const runs = async (name: string, pid = 0) => {
      for (const command of settings(name)) {
        const words = command.replace("$CONFIG_FILE", CONFIG).replace("$OPTIONS", "")
          .replace("$MAINPID", `${pid}`).trim().split(/\s+/);
        const { code, stdout, stderr } = await machine.run(...words as [string, ...string[]]);
        assert.equal(code, 0, `${command}\n${stdout}${stderr}`);
      }
    };
    // Type=forking: when the command returns, PIDFile names a process that is nobody's child.
    assert.deepEqual(settings("Type"), ["forking"]);
    await runs("ExecStartPre");
    await runs("ExecStart");
    const [pidFile = ""] = settings("PIDFile");
    const pid = Number(await machine.read(pidFile));
    assert.equal(await isAlive(pid), true);
    assert.match(await it.greeting(), /^220 ProFTPD Server \(Debian\)/);
    await machine.edit(CONFIG, /^ServerName.*$/m, 'ServerName "Reloaded"');
    await runs("ExecReload", pid);
    await waitFor("the new name", async () => (await it.greeting()).includes("(Reloaded)"));
    signal(pid, "SIGTERM");
    await waitForEnd(pid);
    assert.equal(await machine.read(pidFile), undefined);
  },
});

test({
  name: "our init script keeps to the LSB: actions and exit statuses",
  needs: [...MACHINE_NEEDS, "curl"],
  async fn() {
    await using it = await machineWith(await Deno.readTextFile(`${PACKAGING}init.d/proftpd`));
    const { machine } = it;
    assert.equal(await it.call("status"), 3);
    assert.equal(await it.call("stop"), 0);
    assert.equal(await it.call("reload"), 7);
    assert.equal(await it.call("dance"), 2);
    assert.equal(await it.call("start"), 0);
    const first = await machine.daemon();
    assert.equal(await it.call("start"), 0);
    assert.equal(await it.call("status"), 0);
    assert.equal(await machine.daemon(), first);

    await machine.edit(CONFIG, /^ServerName.*$/m, 'ServerName "Reloaded"');
    assert.equal(await it.call("force-reload"), 0);
    await waitFor("the new name", async () => (await it.greeting()).includes("(Reloaded)"));

    assert.equal(await it.call("try-restart"), 0);
    const second = await machine.daemon();
    assert.notEqual(second, first);

    // A file with a mistake neither ends the daemon nor keeps it from being stopped.
    await machine.edit(CONFIG, /^ServerName/m, "ServerNane");
    for (const action of ["reload", "restart", "check-config"]) {
      assert.equal(await it.call(action), 1, action);
    }
    assert.equal(await it.call("status"), 0);
    assert.equal(await it.call("stop"), 0);
    assert.equal(await it.call("start"), 1);
    assert.equal(await it.call("try-restart"), 0);
    assert.equal(await isListening(it.port), false);

    // The number of a process that is somebody else's is no running server.
    await machine.write("/run/proftpd.pid", `${Deno.pid}\n`);
    assert.equal(await it.call("status"), 1);
    assert.equal(await it.call("stop"), 0);
  },
});

test({
  name: "our init script finds the PidFile that the configuration names",
  needs: MACHINE_NEEDS,
  async fn() {
    await using it = await machineWith(await Deno.readTextFile(`${PACKAGING}init.d/proftpd`));
    const { machine } = it;
    const lines = `PidFile /run/first.pid\n  pidfile\t"/run/second.pid"  # the one that counts\n`;
    await machine.edit(CONFIG, /^ServerName/m, `${lines}ServerName`);
    const { code, stdout, stderr } = await machine.run(SCRIPT, "start");
    assert.equal(code, 0, `${stdout}${stderr}`);
    const pid = await machine.daemon("/run/second.pid");
    assert.equal(await it.call("status"), 0);
    assert.equal(await it.call("stop"), 0);
    assert.equal(await isAlive(pid), false);
  },
});

/** The howto's script with the paths of this machine, or undefined without the documentation. */
async function howto(): Promise<string> {
  const html = await Deno.readTextFile(HOWTO);
  const [, text = ""] = /^(\s*#!\/bin\/sh[\s\S]*?exit 0\s*)$/m.exec(html.replaceAll("<pre>", "")) ??
    [];
  return text.trimStart().replaceAll("&gt;", ">").replaceAll("&lt;", "<").replaceAll("&amp;", "&");
}

const HOWTO = "/usr/share/doc/proftpd-doc/howto/Stopping.html";

for (
  const [name, needs, script] of [
    ["the script of the howto", [HOWTO], howto],
    [
      "our script in the manner of the howto",
      [],
      () => Deno.readTextFile(`${PACKAGING}init.d/proftpd-simple`),
    ],
  ] as const
) {
  test({
    name: `${name} starts, reloads and stops the server, with its paths changed`,
    needs: [...MACHINE_NEEDS, ...needs, "curl"],
    async fn() {
      const text = (await script())
        .replace("/usr/local/sbin/proftpd", "/usr/sbin/proftpd")
        .replace("/usr/local/etc/proftpd.conf", CONFIG);
      await using it = await machineWith(text);
      const { machine } = it;
      assert.equal(await it.call("stop"), 1);
      assert.equal(await it.call("start"), 0);
      const pid = await machine.daemon();
      assert.equal(await it.call("start"), 0);
      await machine.edit(CONFIG, /^ServerName.*$/m, 'ServerName "Reloaded"');
      assert.equal(await it.call("restart"), 0);
      await waitFor("the new name", async () => (await it.greeting()).includes("(Reloaded)"));
      assert.equal(await machine.daemon(), pid);
      assert.equal(await it.call("stop"), 0);
      await waitForEnd(pid);
      assert.equal(await machine.read("/run/proftpd.pid"), undefined);
      assert.equal(await it.call("dance"), 1);
    },
  });
}
