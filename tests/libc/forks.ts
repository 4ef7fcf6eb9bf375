/**
 * A program for `fork_test.ts`: forks itself in all ways there are and prints what came of it, as
 * JSON.
 */
import { answerOfChild } from "../../src/libc/answer_of_child.ts";
import { close, read, writeAll } from "../../src/libc/files.ts";
import { endProcess, fork, forkSibling, reap, waitForChild } from "../../src/libc/fork.ts";
import { getpid, getppid, kill } from "../../src/libc/process.ts";
import { pipe } from "../../src/libc/transfer.ts";

/** Work that allocates, collects garbage, throws and waits for promises: all that is synchronous. */
async function work(): Promise<number> {
  let sum = 0;
  for (let i = 0; i < 300; i++) {
    const list = Array.from({ length: 10_000 }, (_, at) => ({ at, text: `${at}` }));
    sum += (await Promise.resolve(list)).length;
  }
  try {
    throw new RangeError("thrown in a child");
  } catch {
    return sum;
  }
}

const child = fork();
if (child === 0) {
  const sum = await work();
  endProcess(sum === 3_000_000 ? 7 : 1);
}
const worked = waitForChild(child);

const [reading, writing] = pipe();
const sibling = forkSibling();
if (sibling === 0) {
  writeAll(writing, new TextEncoder().encode(`${getppid()}`));
  endProcess(0);
}
close(writing);
const parent = new Uint8Array(32);
const length = read(reading, parent);

const sleeper = fork();
if (sleeper === 0) {
  for (;;) answerOfChild(() => "", 10); // stays until it is killed
}
const running = reap(sleeper);
kill(sleeper, 9);
const killed = waitForChild(sleeper);

const begin = performance.now();
const late = answerOfChild(() => {
  for (;;);
}, 50);
const patience = performance.now() - begin;

console.log(JSON.stringify({
  worked,
  parentOfSibling: Number(new TextDecoder().decode(parent.subarray(0, length))),
  parentOfAll: getppid(),
  running: running ?? "running",
  killed,
  answer: answerOfChild(() => `child of ${getppid()}\xff`, 10_000),
  expected: `child of ${getpid()}\xff`,
  nothing: answerOfChild(() => {
    throw new Error("no answer");
  }, 10_000) ?? "nothing",
  late: late ?? "nothing",
  inTime: patience < 5000,
}));
