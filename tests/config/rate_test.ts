import assert from "node:assert/strict";
import { Arguments, type Rate, rateText, readRate } from "../../src/config/mod.ts";

function read(...args: string[]): Rate | undefined {
  const entry = { name: "MaxCommandRate", args, file: "f", line: 1 };
  return readRate(new Arguments(entry), "command rate");
}

Deno.test("a rate is a count, in one second unless another interval is given", () => {
  assert.deepEqual(read("200"), { count: 200, seconds: 1 });
  assert.deepEqual(read("500", "2"), { count: 500, seconds: 2 });
});

Deno.test("a rate of 0 is none", () => {
  assert.equal(read("0"), undefined);
});

Deno.test("what is no rate is refused in the words of the original", () => {
  for (
    const [words, message] of [
      [[], "wrong number of parameters"],
      [["1", "2", "3"], "wrong number of parameters"],
      [["x"], "invalid command rate"],
      [["-1"], "command rate must be positive"],
      [["1", "0"], "interval must be greater than zero"],
      [["1", "x"], "interval must be greater than zero"],
    ] as const
  ) {
    assert.throws(() => read(...words), { message: `MaxCommandRate: ${message} on line 1 of 'f'` });
  }
});

Deno.test("a rate is told as the original tells it", () => {
  assert.equal(rateText({ count: 3, seconds: 1 }, " cmds"), "3 cmds/1 sec");
  assert.equal(rateText({ count: 3, seconds: 2 }, " cmds"), "3 cmds/2 secs");
});
