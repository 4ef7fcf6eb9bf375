import assert from "node:assert/strict";
import { startUpLine } from "../../src/cli/messages.ts";

Deno.test("a start-up line names time, machine and process", () => {
  const time = new Date(2026, 10, 20, 11, 29, 42, 37).getTime();
  assert.match(
    startUpLine("fatal: -c requires an absolute path", { time, host: "vm", pid: 123 }),
    /^2026-11-20 \d\d:29:42,037 vm proftpd\[123\]: fatal: -c requires an absolute path\n$/,
  );
});
