import assert from "node:assert/strict";
import { confinedRoot } from "../../src/fs/confined_root.ts";
import { isSysError } from "../../src/libc/sys_error.ts";
import { fromFileUrl } from "../harness/file_url.ts";
import { ordinaryUser } from "../harness/ordinary_user.ts";
import { run } from "../harness/programs.ts";
import { test } from "../harness/requires.ts";
import { tempDir } from "../harness/temp_dir.ts";
import { confinedScenario } from "./confined_scenario.ts";

Deno.test("a confined root lets no link, no `..` and no race lead out", async () => {
  await using folder = await tempDir();
  await confinedScenario(folder.path);
});

test({
  name: "a confined root holds for an ordinary user as it does for root",
  needs: ["root"],
  async fn() {
    await using folder = await tempDir();
    const { uid, gid } = await ordinaryUser();
    await Deno.chown(folder.path, uid, gid);
    const scenario = fromFileUrl(new URL("confined_scenario.ts", import.meta.url));
    const args = ["run", "-A", "--no-check", scenario, folder.path, `${uid}`, `${gid}`];
    const { code, stderr } = await run(Deno.execPath(), args);
    assert.equal(code, 0, stderr);
  },
});

Deno.test("confinedRoot() says why a directory cannot be one", () => {
  assert.throws(() => confinedRoot("/no/such/directory"), (error) => isSysError(error, "ENOENT"));
  assert.throws(() => confinedRoot("/etc/passwd"), (error) => isSysError(error, "ENOTDIR"));
});

Deno.test("a confined root at / has no prefix", () => {
  using root = confinedRoot("/");
  assert.equal(root.realPrefix, "");
  assert.equal(root.chdir("/usr/.."), "/");
  assert.equal(root.realPath("/usr"), "/usr");
});
