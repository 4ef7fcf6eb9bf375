import assert from "node:assert/strict";
import { close } from "../../src/libc/files.ts";
import { POLL } from "../../src/libc/poll.ts";
import { pipe } from "../../src/libc/transfer.ts";
import { Timers } from "../../src/session/timers.ts";
import { Waiter } from "../../src/session/waiter.ts";

Deno.test("what others see is brought up to date before a rest, and by each step of what takes long", () => {
  const [reading, writing] = pipe();
  const waiter = new Waiter(new Timers());
  const seen: string[] = [];
  let doing = "nothing";
  waiter.beforeRest(() => seen.push(doing));
  doing = "waiting";
  waiter.wait(writing, POLL.OUT);
  assert.equal(seen[0], "waiting");
  seen.length = 0;
  doing = "counting";
  waiter.attend();
  assert.deepEqual(seen, ["counting"]);
  doing = "pausing";
  waiter.pause(1);
  assert.equal(seen[1], "pausing");
  close(reading);
  close(writing);
});
