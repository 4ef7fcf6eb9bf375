import assert from "node:assert/strict";
import { asRoot } from "../../src/privilege/mod.ts";
import { fromFileUrl } from "../harness/file_url.ts";
import { run } from "../harness/programs.ts";
import { test } from "../harness/requires.ts";
import type { Report } from "./borrowed_rights.ts";

const program = fromFileUrl(new URL("borrowed_rights.ts", import.meta.url));

test({
  name: "before the login rights are borrowed and given back",
  needs: ["root"],
  fn: async (t) => {
    const { code, stdout, stderr } = await run(Deno.execPath(), [
      "run",
      "-A",
      "--no-check",
      program,
    ]);
    assert.equal(code, 0, stderr);
    const report: Report = JSON.parse(stdout);
    const server = [0, 65534, 65533, [65532, 65533]];
    const asRootOf = (groups: number[]) => [0, 0, 0, groups];

    await t.step("the server's user is assumed, root stays behind it", () => {
      assert.deepEqual(sorted(report.assumed), server);
    });
    await t.step("root's rights are there for a moment, also one within another", () => {
      assert.deepEqual(sorted(report.asRoot), asRootOf([65532, 65533]));
      assert.deepEqual(sorted(report.nested), asRootOf([65532, 65533]));
    });
    await t.step("a program that is started in such a moment runs as root", () => {
      assert.equal(report.childOfRoot, "0");
    });
    await t.step("no other thread has them meanwhile", () => {
      assert.ok(report.otherThreads.length > 0);
      for (const uid of report.otherThreads) assert.equal(uid, "65534");
    });
    await t.step("an exception passes through and takes the rights away", () => {
      assert.equal(report.failure, "from inside");
      assert.deepEqual(sorted(report.afterFailure), server);
    });
    await t.step("another user's rights come with groups and go again", () => {
      assert.deepEqual(sorted(report.asUser), [0, 54321, 54322, [54322, 54323]]);
      assert.deepEqual(sorted(report.after), server);
    });
    await t.step("with RootRevoke off the way back stays open", () => {
      assert.deepEqual(report.notForGood, [0, 54321, 54322, [54322]]);
      assert.deepEqual(report.rootAgain, asRootOf([54322]));
    });
  },
});

/** The kernel sorts groups; the order does not matter. */
function sorted(rights: Report["assumed"]): unknown[] {
  const [real, user, group, groups] = rights;
  return [real, user, group, groups.toSorted((a, b) => a - b)];
}

Deno.test("work as root cannot be asynchronous", () => {
  // @ts-expect-error a promise would be waited for with root's rights
  const later = asRoot(() => Promise.resolve(1));
  assert.ok(later !== undefined);
});
