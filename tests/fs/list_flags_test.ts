import assert from "node:assert/strict";
import { noListOptions, readFlags, splitFlags } from "../../src/fs/listing/flags.ts";

Deno.test("splitFlags() takes flags off the front and leaves the path as it is", () => {
  assert.deepEqual(splitFlags("-la d"), { flags: "-la ", path: "d" });
  assert.deepEqual(splitFlags("-l -a sp ace "), { flags: "-l -a ", path: "sp ace " });
  assert.deepEqual(splitFlags("-l\td"), { flags: "-l\t", path: "d" });
  assert.deepEqual(splitFlags("-l  d"), { flags: "-l ", path: " d" });
  assert.deepEqual(splitFlags("-- d"), { flags: "-- ", path: "d" });
  assert.deepEqual(splitFlags("-la"), { flags: "-la", path: "" });
  assert.deepEqual(splitFlags("a -l"), { flags: "", path: "a -l" });
  assert.deepEqual(splitFlags(""), { flags: "", path: "" });
});

Deno.test("readFlags() passes over letters that mean nothing", () => {
  assert.deepEqual(readFlags("LIST", "-zx9"), readFlags("LIST", ""));
});

Deno.test("of -l, -1 and -C the last one counts", () => {
  assert.equal(readFlags("LIST", "-lC").form, "columns");
  assert.equal(readFlags("LIST", "-Cl").form, "long");
  assert.equal(readFlags("LIST", "-l -1").form, "single");
  assert.equal(readFlags("LIST", "-a").form, undefined);
});

Deno.test("unsorted beats time, and time beats size, in any order", () => {
  assert.equal(readFlags("LIST", "-tS").sort, "time");
  assert.equal(readFlags("LIST", "-St").sort, "time");
  assert.equal(readFlags("LIST", "-tU").sort, "none");
  assert.equal(readFlags("LIST", "-S").sort, "size");
});

Deno.test("ListOptions set and take away flags, and have the last word", () => {
  const options = { ...noListOptions, flags: "-a +R" };
  const flags = readFlags("LIST", "-R -A", options);
  assert.equal(flags.recursive, false);
  assert.equal(flags.dots, "all");
  assert.equal(readFlags("LIST", "-l", { ...noListOptions, flags: "-1" }).form, "single");
});

Deno.test("strict ListOptions leave nothing of the client's flags", () => {
  const flags = readFlags("LIST", "-1R", { flags: "-a", strict: true });
  assert.deepEqual(flags, readFlags("LIST", "-a"));
});

Deno.test("LISTOnly and NLSTOnly hold for that command alone", () => {
  const options = { flags: "-a", strict: true };
  assert.equal(readFlags("NLST", "-1", { ...options, only: "LIST" }).form, "single");
  assert.equal(readFlags("LIST", "", { ...options, only: "LIST" }).dots, "all");
  assert.equal(readFlags("LIST", "", { ...options, only: "NLST" }).dots, "none");
  assert.equal(readFlags("NLST", "", { ...options, only: "NLST" }).dots, "all");
});

Deno.test("STAT is long and shows dot files, whatever was asked for", () => {
  for (const sent of ["", "-1", "-C", "-A", "-R", "-d"]) {
    const flags = readFlags("STAT", sent, { flags: "-1", strict: false });
    assert.equal(flags.form, "long");
    assert.equal(flags.dots, "all");
    assert.equal(flags.recursive, false);
    assert.equal(flags.self, false);
  }
});
