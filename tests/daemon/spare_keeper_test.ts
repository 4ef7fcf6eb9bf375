/**
 * When a spare session is wanted, and when one is too many.
 */
import assert from "node:assert/strict";
import { SpareKeeper } from "../../src/daemon/spare_keeper.ts";

/** A keeper of up to `most`, and what makes and dismisses them. */
function prepared(most: number) {
  const starter = {
    spares: 0,
    canPrepare: true,
    /** Why none can be made; undefined where one can. */
    trouble: undefined as Error | undefined,
    dismissSpares(wanted: number): void {
      this.spares = Math.min(this.spares, Math.max(0, wanted));
    },
    prepare(failed: (error: unknown) => void): void {
      if (this.trouble) failed(this.trouble);
      else this.spares += 1;
    },
  };
  const keeper = new SpareKeeper(starter);
  keeper.keep(most);
  return { keeper, starter };
}

function neverFails(error: unknown): void {
  throw error;
}

Deno.test("one is wanted for the first client, and made when there is time", () => {
  const { keeper, starter } = prepared(8);
  assert.equal(keeper.adjust(Infinity), true);
  assert.equal(starter.spares, 0);
  keeper.prepare(neverFails);
  assert.equal(starter.spares, 1);
  assert.equal(keeper.adjust(Infinity), false);
});

Deno.test("none is kept that there is no room for", () => {
  const { keeper, starter } = prepared(8);
  starter.spares = 1;
  assert.equal(keeper.adjust(0), false);
  assert.equal(starter.spares, 0);
  starter.spares = 1;
  assert.equal(keeper.adjust(-3), false);
  assert.equal(starter.spares, 0);
});

Deno.test("none is wanted before a configuration is read, or where it wants none", () => {
  const { starter } = prepared(8);
  assert.equal(new SpareKeeper(starter).adjust(Infinity), false);
  assert.equal(prepared(0).keeper.adjust(Infinity), false);
});

Deno.test("none is wanted that cannot be had yet", () => {
  const { keeper, starter } = prepared(8);
  starter.canPrepare = false;
  assert.equal(keeper.adjust(Infinity), false);
});

Deno.test("after one that could not be made none is tried for a while", () => {
  const { keeper, starter } = prepared(8);
  const errors: unknown[] = [];
  starter.trouble = new Error("no memory");
  keeper.prepare((error) => errors.push(error));
  assert.deepEqual(errors, [starter.trouble]);
  assert.equal(keeper.adjust(Infinity), false);
});
