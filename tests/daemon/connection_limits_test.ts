/**
 * Who is kept out by MaxInstances and MaxConnectionRate, and what the log says of it.
 */
import assert from "node:assert/strict";
import { Scope, type Section } from "../../src/config/mod.ts";
import { ConnectionLimits } from "../../src/daemon/connection_limits.ts";

/** The limits of a server with `lines`. */
function limits(...lines: string[]): ConnectionLimits {
  const place = { file: "/proftpd.conf", line: 1 };
  const entries = lines.map((line) => {
    const [name, ...args] = line.split(" ");
    return { name, args, ...place };
  });
  const section: Section = { kind: "server", args: [], entries, sections: [], ...place };
  const limits = new ConnectionLimits();
  limits.keep(new Scope([section]));
  return limits;
}

Deno.test("before a configuration is read nobody is kept out", () => {
  assert.equal(new ConnectionLimits().reached(100_000, 0), undefined);
});

Deno.test("MaxInstances keeps out who would be one too many", () => {
  const two = limits("MaxInstances 2");
  assert.equal(two.room(1), 1);
  assert.equal(two.reached(1, 0), undefined);
  assert.deepEqual(two.reached(2, 0), { directive: "MaxInstances", value: "2" });
});

Deno.test("there is less than no room when a new configuration allows fewer than there are", () => {
  assert.equal(limits("MaxInstances 2").room(5), -3);
});

Deno.test("MaxConnectionRate keeps out who comes too soon", () => {
  const slow = limits("MaxInstances 9", "MaxConnectionRate 1 3");
  assert.equal(slow.reached(0, 1000), undefined);
  const reached = { directive: "MaxConnectionRate", value: "1/3 secs" };
  assert.deepEqual(slow.reached(0, 3999), reached);
  assert.equal(slow.reached(0, 4000), undefined);
});

Deno.test("who is kept out by MaxInstances does not count for the rate", () => {
  const both = limits("MaxInstances 1", "MaxConnectionRate 1 3");
  assert.equal(both.reached(1, 0)?.directive, "MaxInstances");
  assert.equal(both.reached(0, 1), undefined);
});
