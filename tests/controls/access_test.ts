import assert from "node:assert/strict";
import { type AccessRule, isAllowed } from "../../src/controls/mod.ts";

const root = { uid: 0, user: "root", groups: () => ["root"] };
const bob = { uid: 1001, user: "bob", groups: () => ["users", "ftpadm"] };
const nameless = { uid: 4242, user: "", groups: () => [] };

function rule(text: string): AccessRule {
  const [actions, verdict, kind, names] = text.split(" ");
  return {
    actions: actions === "all" ? undefined : actions.split(","),
    verdict: verdict === "deny" ? "deny" : "allow",
    kind: kind === "group" ? "group" : "user",
    names: names.split(","),
  };
}

/** Who of root, bob and the nameless may do `kick` by `rules`. */
function allowed(...rules: string[]): string {
  const who = { root, bob, nameless };
  const read = rules.map(rule);
  return Object.entries(who).filter(([, it]) => isAllowed(read, "kick", it)).map(([name]) => name)
    .join(" ");
}

Deno.test("without a rule about the action root may, and nobody else", () => {
  assert.equal(allowed(), "root");
  assert.equal(allowed("status,up allow user bob"), "root");
});

Deno.test("a rule allows those it names, by user or group", () => {
  assert.equal(allowed("kick allow user alice,bob"), "root bob");
  assert.equal(allowed("all allow group ftpadm"), "root bob");
  assert.equal(allowed("all allow user alice", "all allow group nobody"), "root");
  assert.equal(allowed("all allow user *"), "root bob nameless");
});

Deno.test("a denial wins over all that allows, and leaves the others in where it stands alone", () => {
  assert.equal(allowed("all allow group ftpadm", "kick deny user bob"), "root");
  assert.equal(allowed("kick deny user bob"), "root nameless");
  assert.equal(allowed("all deny user root,bob", "all allow group ftpadm"), "");
});

Deno.test("groups are looked up only where a rule asks for them", () => {
  const peer = { ...bob, groups: () => assert.fail("groups were looked up") };
  assert.equal(isAllowed([rule("all allow user bob")], "kick", peer), true);
});
