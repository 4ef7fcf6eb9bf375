import assert from "node:assert/strict";
import { percentDone, rateOf, stateOf, userOf } from "../../src/tools/session_state.ts";
import { running, session } from "./sessions.ts";

Deno.test("a session is what its record says", () => {
  assert.equal(stateOf(session({ loggedIn: 0 })), "authenticating");
  assert.equal(stateOf(session()), "idle");
  assert.equal(stateOf(running("RETR")), "downloading");
  assert.equal(stateOf(running("STOU")), "uploading");
  assert.equal(stateOf(running("MLSD")), "listing");
  assert.equal(stateOf(running("CWD")), "busy");
  assert.equal(stateOf(running("constructor")), "busy");
});

Deno.test("a command that comes while a transfer goes on does not hide it", () => {
  assert.equal(stateOf(running("STAT", { transfer: "STOR" })), "uploading");
});

Deno.test("nobody has a name before login", () => {
  assert.equal(userOf(session({ loggedIn: 0, user: "root" })), "(none)");
  assert.equal(userOf(session()), "alice");
});

Deno.test("per cent and rate never divide by nothing", () => {
  assert.equal(percentDone(running("RETR")), 0);
  assert.equal(percentDone(running("RETR", { transferSize: 3, transferDone: 2 })), 67);
  assert.equal(percentDone(running("RETR", { transferSize: 3, transferDone: 20 })), 100);
  assert.equal(rateOf(running("RETR")), "0.00");
  assert.equal(rateOf(running("RETR", { transferDone: 5120, transferElapsed: 500 })), "10.00");
});
