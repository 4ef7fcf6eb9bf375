import assert from "node:assert/strict";
import { noListOptions, pathForStat, readFlags, splitFlags } from "../../src/fs/listing/flags.ts";

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

/** Flags, and the path that is left. */
const ends: readonly [argument: string, path: string][] = [
  ["-l/dir", "/dir"],
  ["-a.x", ".x"],
  ["-l;", ";"],
  ["-l=d -a", "=d -a"],
  ["-/dir", "/dir"],
  ["-l\xe4", "\xe4"],
  ["-l-a/dir", "/dir"],
  ["-l -a/dir", "/dir"],
  ["-l. d", " d"],
  ["-l.  -a d", "  -a d"],
  ["-l.\td", ".\td"],
];

Deno.test("splitFlags() ends flags at the first character that is no letter or digit", () => {
  for (const [argument, path] of ends) assert.equal(splitFlags(argument).path, path, argument);
});

/** The same for blanks between flags and behind them. */
const blanks: readonly [argument: string, path: string][] = [
  ["-l   d", "  d"],
  ["-l   -a d", "d"],
  ["-l \td", "d"],
  ["-l \t  d", "d"],
  ["-l\t  d", "  d"],
  ["-l  \td", " \td"],
  ["-l\t\t-a\vd", "d"],
  ["  -l  d", " d"],
  [" d", " d"],
  ["-l  ", " "],
  ["-l ", ""],
];

Deno.test("splitFlags() takes blanks as the original does", () => {
  for (const [argument, path] of blanks) assert.equal(splitFlags(argument).path, path, argument);
});

Deno.test("pathForStat() passes over one word of flags and the blanks in front of the path", () => {
  assert.equal(pathForStat("-l/x dir "), "dir ");
  assert.equal(pathForStat("-l \t -a dir"), "-a dir");
  assert.equal(pathForStat(" -l dir"), "-l dir");
  assert.equal(pathForStat("  dir"), "dir");
  assert.equal(pathForStat("-"), "");
});

Deno.test("readFlags() passes over letters that mean nothing", () => {
  assert.deepEqual(readFlags("LIST", "-zx9"), readFlags("LIST", ""));
});

Deno.test("readFlags() reads all words of flags, whatever blanks are between them", () => {
  for (const sent of ["-1a", " -1 -a", "\v-1\t-a", "-1-a", "-1  -a;"]) {
    const { form, dots } = readFlags("LIST", sent);
    assert.deepEqual({ form, dots }, { form: "single", dots: "all" }, sent);
  }
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
