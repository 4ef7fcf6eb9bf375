import assert from "node:assert/strict";
import fc from "fast-check";
import { ctime } from "../../src/libc/time.ts";
import type { Census } from "../../src/session/module.ts";
import { displayLines, type DisplayValues } from "../../src/session/display_text.ts";

const census: Census = {
  clients: 3,
  maxClients: 7,
  classClients: 2,
  maxClassClients: undefined,
};

const values: DisplayValues = {
  now: 1_795_175_013.5,
  cwd: "/pub",
  serverAdmin: "root@example.org",
  serverName: "Mine",
  local: "ftp.example.org",
  remote: "client.example.org",
  user: "joe",
  freeBytes: () => 82_978_712 * 1024,
  census: () => census,
  totals: { wireIn: 0, wireOut: 0, filesIn: 1, filesOut: 2, bytesIn: 5000, bytesOut: 631 },
  environment: (name) => name === "HOME" ? "/root" : undefined,
  variable: (name) => name === "mod_quotatab.limit.files_in" ? "3" : undefined,
};

function shown(text: string, other: Partial<DisplayValues> = {}): string {
  return displayLines(text, { ...values, ...other }).join("\n");
}

Deno.test("all variables are filled in", () => {
  assert.equal(
    shown("%C %E %L %R %U %V"),
    "/pub root@example.org ftp.example.org client.example.org joe Mine",
  );
  assert.equal(shown("%i %o %t %K %k"), "1 2 3 5 5631B");
  assert.equal(shown("%M %N %y %z %x %u"), "7 3 2 7 (unknown) UNKNOWN");
  assert.equal(shown("%F %f"), "82978712 79GB");
  assert.equal(shown("%T"), ctime(values.now));
  assert.equal(
    shown("%{total_bytes_in} %{total_bytes_out} %{total_bytes_xfer}"),
    "5000 631 5631",
  );
  assert.equal(shown("%{total_files_in} %{total_files_out} %{total_files_xfer}"), "1 2 3");
  assert.match(shown("%{time:%Y/%m}"), /^2026\/11$/);
  assert.equal(shown("%{env:HOME} %{env:NOPE}"), "/root (none)");
});

Deno.test("before login there is no directory and no user", () => {
  assert.equal(shown("%C|%U|", { cwd: undefined, user: undefined }), "(none)||");
});

Deno.test("a class is shown with its own limit", () => {
  const own = { ...census, maxClassClients: 2 };
  assert.equal(shown("%x %z", { className: "lan", census: () => own }), "lan 2");
  const unlimited = { ...census, maxClients: undefined };
  assert.equal(shown("%M %z", { census: () => unlimited }), "0 0");
  assert.equal(shown("%M %N %y %z", { census: () => undefined }), "0 0 0 0");
});

Deno.test("amounts have the units that the original gives them", () => {
  const volume = (bytesIn: number) =>
    shown("%K %k", {
      totals: { wireIn: 0, wireOut: 0, filesIn: 0, filesOut: 0, bytesIn, bytesOut: 0 },
    });
  assert.equal(volume(0), "0 0B");
  assert.equal(volume(10_000), "9 10000B");
  assert.equal(volume(10_240), "10 10kB");
  assert.equal(volume(1_048_575), "1023 1023kB");
  assert.equal(volume(11_000_000_000), "10742187 10742187kB");
  const free = (kilobytes: number) => shown("%f", { freeBytes: () => kilobytes * 1024 });
  assert.equal(free(204_796), "199MB");
  assert.equal(free(1_023_996), "999MB");
  assert.equal(free(1_126_396), "01GB");
  assert.equal(free(9_437_180), "08GB");
  assert.equal(free(20_971_516), "19GB");
  assert.equal(shown("%F %f", { freeBytes: () => undefined }), "0 00KB");
});

Deno.test("what is no variable stays as written; braces without sense become (none)", () => {
  assert.equal(shown("%% %q %"), "%% %q %");
  assert.equal(shown("%{nope} %{}"), "(none) (none)");
  assert.equal(shown("100%"), "100%");
});

Deno.test("lines come without their ends, of whatever system", () => {
  assert.deepEqual(displayLines("one\r\n\n  two\n", values), ["one", "", "  two"]);
  assert.deepEqual(displayLines("no end", values), ["no end"]);
  assert.deepEqual(displayLines("", values), []);
});

Deno.test("a value is not looked at again", () => {
  assert.equal(shown("%C", { cwd: "/%U%{env:HOME}" }), "/%U%{env:HOME}");
});

Deno.test("no text makes it fail, and lines stay lines", () => {
  fc.assert(fc.property(fc.string(), (text) => {
    for (const line of displayLines(text, values)) assert.ok(!line.includes("\n"));
  }));
});
