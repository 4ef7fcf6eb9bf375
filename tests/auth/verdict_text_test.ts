import assert from "node:assert/strict";
import { verdictText } from "../../src/auth/verdict_text.ts";

const text = (verdict: Parameters<typeof verdictText>[0]) =>
  verdictText(verdict, "alice", "client.example [192.0.2.1]", "192.0.2.2:21");

Deno.test("refusals are logged in the words that log watchers look for", () => {
  assert.deepEqual(text("wrong-password"), ["USER alice (Login failed): Incorrect password"]);
  assert.deepEqual(text("no-such-user"), [
    "USER alice: no such user found from client.example [192.0.2.1] to 192.0.2.2:21",
  ]);
  assert.deepEqual(text("account-expired"), [
    "account for user 'alice' disabled due to password expiration",
    "USER alice (Login failed): Incorrect password",
  ]);
  assert.deepEqual(text("account-inactive"), [
    "account for user 'alice' disabled due to inactivity",
    "USER alice (Login failed): Incorrect password",
  ]);
});
