/**
 * The executable as somebody else would use it: one file, copied into a folder where there is
 * nothing else, with no home to write to and no Deno at hand.
 */
import assert from "node:assert/strict";
import { Client } from "../../harness/client.ts";
import { ordinaryUser } from "../../harness/ordinary_user.ts";
import { prepare } from "../../harness/prepared.ts";
import { childrenOf, statusField } from "../../harness/processes.ts";
import { PROFTPD, run } from "../../harness/programs.ts";
import { tempDir } from "../../harness/temp_dir.ts";
import { test } from "../../harness/requires.ts";

test({
  name: "a copy of the executable alone serves, as anybody's daemon",
  needs: ["root"],
  async fn() {
    const asUser = await ordinaryUser();
    await using empty = await tempDir();
    await using temporary = await tempDir();
    await Deno.chmod(temporary.path, 0o1777);
    await using place = await prepare({ asUser, config: "DefaultRoot ~" });
    const copy = `${empty.path}/proftpd`;
    await Deno.copyFile(PROFTPD, copy);
    await Deno.chmod(copy, 0o755);
    await Deno.chmod(empty.path, 0o555);
    const { code, stderr } = await run(copy, ["-c", place.config], {
      cwd: empty.path,
      clearEnv: true,
      env: { HOME: empty.path, PATH: "/usr/bin:/bin", TMPDIR: temporary.path },
      asUser,
    });
    assert.deepEqual([code, stderr], [0, ""]);
    await using client = await Client.connect(place.port);
    await client.login("alice", "secret");
    await client.upload("STOR file", "content");
    assert.equal(await client.download("RETR file"), "content");
    const pid = await place.pid();
    for (const process of [pid, ...await childrenOf(pid)]) {
      assert.equal(await statusField(process, "Name"), "proftpd");
    }
  },
});
