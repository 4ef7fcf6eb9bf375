import assert from "node:assert/strict";

/** A process that watches for faults and then does `what`. */
async function watching(what: string) {
  const signals = new URL("../../src/libc/signals.ts", import.meta.url);
  const text = `
    import { CaughtSignals, FAULTS } from ${JSON.stringify(signals.href)};
    const faults = CaughtSignals.watch([...FAULTS, 6]);
    ${what}`;
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-check", "--allow-ffi", "--allow-run", "-"],
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(text));
  await writer.close();
  const { code, signal, stdout } = await child.output();
  return { code, signal, said: new TextDecoder().decode(stdout).trim() };
}

Deno.test("faults that another process sends are told in their order, however many come", async () => {
  const what = `
    for (const name of ["SIGILL", "SIGSEGV", "SIGABRT", "SIGSEGV", "SIGFPE"]) Deno.kill(Deno.pid, name);
    console.log(Array.from({ length: 6 }, () => faults.take()).join());`;
  assert.deepEqual(await watching(what), { code: 0, signal: null, said: "4,11,6,11,8," });
});

Deno.test("what is caught no more has its default effect again", async () => {
  const what = `
    Deno.kill(Deno.pid, "SIGABRT");
    console.log(faults.take());
    faults.release();
    Deno.kill(Deno.pid, "SIGABRT");`;
  assert.deepEqual(await watching(what), { code: 134, signal: "SIGABRT", said: "6" });
});

Deno.test("a real fault ends the process, as if nobody had watched", async () => {
  const what = `
    const address = Deno.UnsafePointer.create(8n);
    console.log(new Deno.UnsafePointerView(address).getUint8());`;
  const { signal, said } = await watching(what);
  assert.deepEqual({ signal, said }, { signal: "SIGSEGV", said: "" });
});
