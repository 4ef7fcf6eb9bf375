import assert from "node:assert/strict";
import { refusalOf } from "../../src/auth/unix_source.ts";

/** A shadow entry in which nothing is set, with `changes`. */
function shadow(changes: Partial<Parameters<typeof refusalOf>[0]>) {
  return {
    name: "alice",
    password: new Uint8Array(),
    lastChange: -1,
    minimum: -1,
    maximum: -1,
    warning: -1,
    inactive: -1,
    expires: -1,
    ...changes,
  };
}

Deno.test("an account ends on its day, and 0 is no day", () => {
  assert.equal(refusalOf(shadow({ expires: 100 }), 99), undefined);
  assert.equal(refusalOf(shadow({ expires: 100 }), 100), "account-expired");
  assert.equal(refusalOf(shadow({ expires: 100 }), 101), "account-expired");
  assert.equal(refusalOf(shadow({ expires: 0 }), 101), undefined);
  assert.equal(refusalOf(shadow({}), 101), undefined);
});

Deno.test("a password past its age opens the account until the days of inactivity are over", () => {
  const aged = shadow({ lastChange: 100, maximum: 50, inactive: 10 });
  assert.equal(refusalOf(aged, 149), undefined);
  assert.equal(refusalOf(aged, 159), undefined);
  assert.equal(refusalOf(aged, 160), "account-inactive");
  assert.equal(refusalOf(shadow({ lastChange: 100, maximum: 50 }), 1000), undefined);
  assert.equal(refusalOf(shadow({ lastChange: 100, maximum: 50, inactive: 0 }), 1000), undefined);
  assert.equal(refusalOf(shadow({ lastChange: 0, maximum: 50, inactive: 10 }), 1000), undefined);
  assert.equal(refusalOf(shadow({ lastChange: 100, maximum: 0, inactive: 10 }), 1000), undefined);
});
