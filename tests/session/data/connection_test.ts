import assert from "node:assert/strict";
import { close } from "../../../src/libc/files.ts";
import { send, socketpair } from "../../../src/libc/sockets.ts";
import type { ControlConnection } from "../../../src/session/control.ts";
import { DataConnection, TransferAborted } from "../../../src/session/data/connection.ts";
import { Timers } from "../../../src/session/timers.ts";
import type { Waiter } from "../../../src/session/waiter.ts";

/** A control connection with a line that nobody has looked at yet. */
function controlWith(line: string | undefined): ControlConnection {
  let arrived: string | undefined;
  return {
    hasRoom: () => true,
    fill: () => (arrived = line) !== undefined,
    wantsAbort: () => arrived === "ABOR",
  } as Partial<ControlConnection> as ControlConnection;
}

/** What a client sends and ends: how many bytes are received, and what comes then. */
function received(control: ControlConnection): { readonly bytes: number; readonly end: unknown } {
  const [here, there] = socketpair();
  const waiter = { timers: new Timers() } as Partial<Waiter> as Waiter;
  const data = new DataConnection(here, waiter, control, new Uint8Array(1024));
  try {
    send(there, new Uint8Array(9));
  } finally {
    close(there);
  }
  try {
    const bytes = data.receive(data.block);
    try {
      return { bytes, end: data.receive(data.block) };
    } catch (end) {
      return { bytes, end };
    }
  } finally {
    data.close();
  }
}

Deno.test("an upload is over when the client closes the data connection", () => {
  assert.deepEqual(received(controlWith(undefined)), { bytes: 9, end: 0 });
  assert.deepEqual(received(controlWith("NOOP")), { bytes: 9, end: 0 });
});

Deno.test("an upload that ends with ABOR is not complete, though its end is seen first", () => {
  const { bytes, end } = received(controlWith("ABOR"));
  assert.equal(bytes, 9);
  assert(end instanceof TransferAborted);
  assert.equal(end.by, "abor");
});
