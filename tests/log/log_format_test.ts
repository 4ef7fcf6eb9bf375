import assert from "node:assert/strict";
import fc from "fast-check";
import {
  DEFAULT_LOG_FORMAT,
  type LogField,
  parseLogFormat,
  renderLogLine,
} from "../../src/log/log_format.ts";

const time = new Date(2026, 10, 20, 11, 29, 42, 37).getTime();

/** The line for a record that knows `values`. */
function line(format: string, values: Partial<Record<LogField, string | number>> = {}, at = time) {
  return renderLogLine(parseLogFormat(format), {
    time: at,
    value: (field, argument) =>
      field === "environment" || field === "note" ? `${field}(${argument})` : values[field],
    notes: () => [],
  });
}

Deno.test("the default format is the common log format", () => {
  const values = {
    clientName: "client.example.org",
    user: "joe",
    commandLine: "RETR a b",
    replyCode: 226,
    commandBytes: 1234,
  };
  assert.match(
    line(DEFAULT_LOG_FORMAT, values),
    /^client\.example\.org UNKNOWN joe \[20\/Nov\/2026:\d\d:29:42 [+-]\d{4}\] "RETR a b" 226 1234$/,
  );
});

Deno.test("what has no value is written as the original writes it", () => {
  assert.equal(
    line("%A|%b|%c|%d|%D|%E|%f|%F|%g|%I|%J|%l|%O|%R|%T|%u|%w|%{basename}"),
    "UNKNOWN|-|-||||-|-|-|0||UNKNOWN|0|-|-|-|-|-",
  );
  assert.equal(
    line("%{transfer-status} %{transfer-failure} %{transfer-type} %{file-size} %{file-modified}"),
    "- - - - false",
  );
});

Deno.test("every record has its time", () => {
  assert.equal(line("%{epoch}"), String(Math.floor(time / 1000)));
  assert.match(line("%{iso8601}"), /^2026-11-20 \d\d:29:42,037$/);
  assert.equal(line("%{millisecs} %{microsecs}", {}, time + 0.5), "037 037500");
  assert.equal(line("%{%Y/%m/%d}t"), "2026/11/20");
});

Deno.test("environment and notes are asked for by name", () => {
  assert.equal(line("%{HOME}e %{UNIQUE_ID}e"), "environment(HOME) environment(UNIQUE_ID)");
  assert.equal(line("%{note:mod_x}"), "note(mod_x)");
});

Deno.test("a letter behind a long variable is text", () => {
  assert.equal(line("%{basename}t%{uid}e", { basename: "a", uid: 5 }), "at5e");
});

Deno.test("what is no variable stays, and is reported", () => {
  const format = parseLogFormat("%q 100%% %{nonsense} %");
  assert.deepEqual(format.unknown, ["%q", "%{nonsense}"]);
  assert.equal(line("%q 100%% %{nonsense} %"), "%q 100% nonsense %");
});

Deno.test("a value cannot break the line, nor be taken for a variable", () => {
  assert.equal(line("%r|", { commandLine: "CWD a\r\nb%u" }), "CWD a\\x0d\\x0ab%u|");
});

Deno.test("text without percent signs is what it is", () => {
  fc.assert(fc.property(fc.string(), (text) => {
    const plain = text.replace(/[^ -~]|%/g, "");
    assert.equal(line(plain), plain);
  }));
});
