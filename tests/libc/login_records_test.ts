import assert from "node:assert/strict";
import { lastlogRecord, utmpRecord } from "../../src/libc/login_records.ts";
import { stringUntilNul } from "../../src/libc/bytes.ts";

const login = {
  line: "ftpd42",
  user: "alice",
  host: "192.0.2.1",
  pid: 42,
  time: 1_700_000_000_250,
};

Deno.test("records of utmp(5) have their fields where each architecture has them", () => {
  for (const [layout, size, seconds] of [["x86_64", 384, 340], ["aarch64", 400, 344]] as const) {
    const record = utmpRecord(login, layout);
    const view = new DataView(record.buffer);
    assert.equal(record.length, size);
    assert.equal(view.getInt16(0, true), 7);
    assert.equal(view.getInt32(4, true), 42);
    assert.equal(stringUntilNul(record, 8), "ftpd42");
    assert.equal(stringUntilNul(record, 44), "alice");
    assert.equal(stringUntilNul(record, 76), "192.0.2.1");
    assert.equal(view.getInt32(seconds, true), 1_700_000_000);
    assert.equal(view.getInt32(seconds + (layout === "x86_64" ? 4 : 8), true), 250_000);
  }
});

Deno.test("the end of a login is a record without a user", () => {
  const record = utmpRecord({ ...login, user: undefined });
  assert.equal(new DataView(record.buffer).getInt16(0, true), 8);
  assert.equal(stringUntilNul(record, 44), "");
  assert.equal(stringUntilNul(record, 8), "ftpd42");
});

Deno.test("what is too long for a record is cut and leaves the other fields alone", () => {
  const long = "x".repeat(1000);
  const record = utmpRecord({ ...login, line: long, user: long, host: long }, "x86_64");
  assert.equal(stringUntilNul(record, 44, 76).length, 32);
  assert.equal(stringUntilNul(record, 76, 332).length, 256);
  assert.equal(record[332], 0);
  assert.equal(lastlogRecord({ ...login, line: long, host: long }, "x86_64").length, 292);
});

Deno.test("records of lastlog are as long as each architecture has them", () => {
  assert.equal(lastlogRecord(login, "x86_64").length, 292);
  const record = lastlogRecord(login, "aarch64");
  assert.equal(record.length, 296);
  assert.equal(new DataView(record.buffer).getInt32(0, true), 1_700_000_000);
  assert.equal(stringUntilNul(record, 8), "ftpd42");
  assert.equal(stringUntilNul(record, 40), "192.0.2.1");
});
