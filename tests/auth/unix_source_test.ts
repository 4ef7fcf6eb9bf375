import assert from "node:assert/strict";
import { hashPassword } from "../../src/auth/password_hash.ts";
import { fromFileUrl } from "../harness/file_url.ts";
import { run } from "../harness/programs.ts";
import { test } from "../harness/requires.ts";
import { tempDir } from "../harness/temp_dir.ts";

const program = fromFileUrl(new URL("system_accounts.ts", import.meta.url));

/** Runs the program where the machine's users are `passwd`, `shadow` and `group` besides its own. */
async function ask(files: Record<string, string>, names: string[], password: string) {
  await using folder = await tempDir();
  const mounts: string[] = [];
  for (const [name, lines] of Object.entries(files)) {
    const path = `${folder.path}/${name}`;
    await Deno.writeTextFile(path, await Deno.readTextFile(`/etc/${name}`) + lines);
    await Deno.chmod(path, name === "shadow" ? 0o600 : 0o644);
    mounts.push(`mount --bind ${path} /etc/${name}`);
  }
  const script = `${mounts.join(" && ")} && exec "$@"`;
  const command = ["run", "-A", "--no-check", program, names.join(","), password];
  const { code, stdout, stderr } = await run(
    "unshare",
    ["--mount", "sh", "-c", script, "sh", Deno.execPath(), ...command],
  );
  assert.equal(code, 0, stderr);
  return JSON.parse(stdout);
}

test({
  name: "the system's users log in as the original lets them",
  needs: ["root", "unshare"],
  fn: async (t) => {
    const hash = hashPassword("secret");
    const today = Math.floor(Date.now() / 86_400_000);
    const fields: Record<string, [string, string]> = {
      ok: [`${hash}:${today - 10}:0:99999:7:::`, "ok"],
      locked: [`!${hash}:${today - 10}:0:99999:7:::`, "wrong-password"],
      star: [`*:${today - 10}:0:99999:7:::`, "wrong-password"],
      empty: [`:${today - 10}:0:99999:7:::`, "wrong-password"],
      ended: [`${hash}:${today - 10}:0:99999:7::${today - 1}:`, "account-expired"],
      ends: [`${hash}:${today - 10}:0:99999:7::${today + 2}:`, "ok"],
      aged: [`${hash}:${today - 100}:0:50:7:::`, "ok"],
      idle: [`${hash}:${today - 100}:0:50:7:10::`, "account-inactive"],
      mustChange: [`${hash}:0:0:99999:7:::`, "ok"],
    };
    const names = Object.keys(fields);
    const passwd = names.map((name, i) => `${name}:x:${3001 + i}:3900::/home/${name}:/bin/sh\n`);
    passwd.push(`plain:${hash}:3100:3900::/:/bin/sh\n`, "bare:x:3101:3900::/:/bin/sh\n");
    const report = await ask(
      {
        passwd: passwd.join(""),
        shadow: names.map((name) => `${name}:${fields[name][0]}\n`).join(""),
        group: "team:x:3900:\nextra:x:3901:ok\n",
      },
      [...names, "plain", "bare", "nobody-at-all", ""],
      "secret",
    );

    await t.step("each account is open or closed as in the original", () => {
      assert.deepEqual(report.verdicts, {
        ...Object.fromEntries(names.map((name) => [name, fields[name][1]])),
        plain: "ok", // the hash is in passwd, shadow does not know the user
        bare: "wrong-password",
        "nobody-at-all": "no-such-user",
        "": "no-such-user",
      });
    });
    await t.step("a user has ids, home and shell, and all groups with their names", () => {
      assert.deepEqual(report.identity, {
        name: "ok",
        uid: 3001,
        gid: 3900,
        home: "/home/ok",
        shell: "/bin/sh",
      });
      assert.deepEqual(report.groups, [
        { gid: 3900, name: "team" },
        { gid: 3901, name: "extra" },
      ]);
      assert.deepEqual(report.ids, [3001, 3901, null]);
    });
    await t.step("in a jail the names that were asked for before are known, and no others", () => {
      assert.deepEqual(report.confined, ["root", "ok", null, 3001]);
      assert.deepEqual(report.unknown, [null, "no-such-user"]);
    });
    await t.step("with PersistentPasswd all names are known in a jail", () => {
      assert.deepEqual(report.persistent, ["locked", "team", 3001]);
    });
  },
});
