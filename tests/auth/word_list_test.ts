import assert from "node:assert/strict";
import { isRefusedUser } from "../../src/auth/ftpusers.ts";
import { isValidShell } from "../../src/auth/shells.ts";
import { parseWordList } from "../../src/auth/word_list.ts";
import { tempDir } from "../harness/temp_dir.ts";

Deno.test("a list is one word a line, without comments, blanks and empty lines", () => {
  assert.deepEqual(
    parseWordList("# shells\n/bin/sh\n\n  /bin/bash \t\n/bin/zsh # mine\r\n#/bin/no\n/bin/last"),
    ["/bin/sh", "/bin/bash", "/bin/zsh", "/bin/last"],
  );
});

Deno.test("a shell is valid when it is listed, and an empty one is not", async () => {
  await using folder = await tempDir();
  const path = `${folder.path}/shells`;
  await Deno.writeTextFile(path, "# list\n/bin/sh\n");
  assert.equal(isValidShell("/bin/sh", path), true);
  for (const shell of ["/bin/false", "", "sh", "# list"]) {
    assert.equal(isValidShell(shell, path), false, shell);
  }
});

Deno.test("a user is refused when it is listed", async () => {
  await using folder = await tempDir();
  const path = `${folder.path}/ftpusers`;
  await Deno.writeTextFile(path, "root\ndaemon # never\n");
  assert.equal(isRefusedUser("root", path), true);
  assert.equal(isRefusedUser("daemon", path), true);
  assert.equal(isRefusedUser("alice", path), false);
});

Deno.test("a missing list means: every shell is valid, nobody is refused", () => {
  assert.equal(isValidShell("/no/shell", "/nonexistent/shells"), true);
  assert.equal(isRefusedUser("root", "/nonexistent/ftpusers"), false);
});

Deno.test("a list that cannot be read refuses instead of letting pass", async () => {
  await using folder = await tempDir();
  assert.throws(() => isValidShell("/bin/sh", folder.path), { code: "EISDIR" });
  assert.throws(() => isRefusedUser("root", folder.path), { code: "EISDIR" });
});
