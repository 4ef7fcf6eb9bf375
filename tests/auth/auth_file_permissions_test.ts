import assert from "node:assert/strict";
import { authFileProblem } from "../../src/auth/auth_file_permissions.ts";
import { type TempDir, tempDir } from "../harness/temp_dir.ts";

async function fileIn(folder: TempDir, mode: number, name = "f"): Promise<string> {
  const path = `${folder.path}/${name}`;
  await Deno.writeTextFile(path, "");
  await Deno.chmod(path, mode);
  return path;
}

Deno.test("files that only owner and group can read or write are fine", async () => {
  await using folder = await tempDir();
  for (const mode of [0o600, 0o400, 0o640, 0o660, 0o711]) {
    const path = await fileIn(folder, mode, `f${mode}`);
    assert.equal(authFileProblem(path, "AuthUserFile"), undefined, mode.toString(8));
  }
});

Deno.test("a user file that everybody can read is refused, a group file is not", async () => {
  await using folder = await tempDir();
  const path = await fileIn(folder, 0o644);
  assert.equal(
    authFileProblem(path, "AuthUserFile"),
    `unable to use world-readable AuthUserFile '${path}' (perms 0644)`,
  );
  assert.equal(authFileProblem(path, "AuthGroupFile"), undefined);
});

Deno.test("a file that everybody can write is refused", async () => {
  await using folder = await tempDir();
  const path = await fileIn(folder, 0o602);
  for (const kind of ["AuthUserFile", "AuthGroupFile"] as const) {
    assert.equal(
      authFileProblem(path, kind),
      `unable to use world-writable ${kind} '${path}' (perms 0602)`,
    );
  }
});

Deno.test("a file in a directory where everybody can write is refused, sticky or not", async () => {
  await using folder = await tempDir();
  const path = await fileIn(folder, 0o600);
  for (const mode of [0o777, 0o1777]) {
    await Deno.chmod(folder.path, mode);
    assert.equal(
      authFileProblem(path, "AuthUserFile"),
      `unable to use AuthUserFile from world-writable directory '${folder.path}' ` +
        `(perms ${mode.toString(8).padStart(4, "0")})`,
    );
  }
});

Deno.test("a link is as good as the worst on its way", async () => {
  await using folder = await tempDir();
  await using open = await tempDir();
  const good = await fileIn(folder, 0o600);
  const bad = await fileIn(folder, 0o644, "bad");
  await Deno.symlink("f", `${folder.path}/toGood`);
  await Deno.symlink(bad, `${folder.path}/toBad`);
  await Deno.symlink(good, `${open.path}/link`);
  await Deno.symlink(`${open.path}/link`, `${folder.path}/toLink`);
  await Deno.chmod(open.path, 0o777);
  assert.equal(authFileProblem(`${folder.path}/toGood`, "AuthUserFile"), undefined);
  assert.equal(
    authFileProblem(`${folder.path}/toBad`, "AuthUserFile"),
    `unable to use world-readable AuthUserFile '${bad}' (perms 0644)`,
  );
  for (const path of [`${open.path}/link`, `${folder.path}/toLink`]) {
    assert.equal(
      authFileProblem(path, "AuthUserFile"),
      `unable to use AuthUserFile from world-writable directory '${open.path}' (perms 0777)`,
    );
  }
});

Deno.test("directories and devices are no auth files", async () => {
  await using folder = await tempDir();
  assert.equal(
    authFileProblem(folder.path, "AuthUserFile"),
    `unable to use AuthUserFile '${folder.path}': Is a directory`,
  );
  assert.match(authFileProblem("/dev/null", "AuthGroupFile") ?? "", /world-writable/);
});

Deno.test("a missing file is a system error", async () => {
  await using folder = await tempDir();
  assert.throws(() => authFileProblem(`${folder.path}/gone`, "AuthUserFile"), { code: "ENOENT" });
});
