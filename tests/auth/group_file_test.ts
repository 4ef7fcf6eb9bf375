import assert from "node:assert/strict";
import { parseGroupLine } from "../../src/auth/group_file.ts";

Deno.test("a line of group(5) gives name, id and members", () => {
  assert.deepEqual(parseGroupLine("staff:x:50:alice,bob"), {
    name: "staff",
    gid: 50,
    members: ["alice", "bob"],
  });
});

Deno.test("members may be missing, and fields behind them are ignored", () => {
  assert.deepEqual(parseGroupLine("staff:x:50:")?.members, []);
  assert.deepEqual(parseGroupLine("staff:x:50")?.members, []);
  assert.deepEqual(parseGroupLine("staff:x:50:alice,:more")?.members, ["alice"]);
});

Deno.test("blanks belong to a member's name, as in the original", () => {
  assert.deepEqual(parseGroupLine("staff:x:50:alice, bob ")?.members, ["alice", " bob "]);
});

Deno.test("a group without a proper id is no group, least of all root's", () => {
  for (
    const line of ["staff:x:", "staff:x:abc:alice", "staff:x:-1:alice", "staff", "#s:x:1:", ""]
  ) {
    assert.equal(parseGroupLine(line), undefined, line);
  }
});
