/**
 * A session, as far as the scoreboard is concerned: counts the others under the lock and claims a
 * record if there are fewer than the limit, then says so and lives until its input ends.
 *
 * Arguments: scoreboard, limit.
 *
 * @module
 */
import { Board } from "../../src/scoreboard/mod.ts";

const [path, limit] = Deno.args;
const board = Board.open(path, 0);
const slot = board.underLock((others) =>
  others.length < Number(limit) ? board.claim({ user: "alice" }) : undefined
);
await Deno.stdout.write(new TextEncoder().encode(slot ? "in\n" : "out\n"));
for await (const _ of Deno.stdin.readable);
slot?.release();
