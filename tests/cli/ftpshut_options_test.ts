import assert from "node:assert/strict";
import { parseFtpshutOptions } from "../../src/cli/ftpshut_options.ts";

const usual = {
  kind: "announce",
  file: undefined,
  time: "now",
  denyMinutes: 10,
  disconnectMinutes: 5,
  message: "going down at %s",
};

Deno.test("a time alone is enough", () => {
  assert.deepEqual(parseFtpshutOptions(["now"]), usual);
});

Deno.test("options may stand anywhere, attached or not", () => {
  assert.deepEqual(
    parseFtpshutOptions(["-l90", "+5", "-d", "0", "bye %R", "-f/run/shut", "more words"]),
    {
      kind: "announce",
      file: "/run/shut",
      time: "+5",
      denyMinutes: 90,
      disconnectMinutes: 0,
      message: "bye %R",
    },
  );
});

Deno.test("an empty message is a message", () => {
  assert.deepEqual(parseFtpshutOptions(["now", ""]), { ...usual, message: "" });
});

Deno.test("-R removes and needs no time", () => {
  assert.deepEqual(parseFtpshutOptions(["-R"]), { kind: "remove", file: undefined });
  assert.deepEqual(parseFtpshutOptions(["-R", "now", "-f", "/x"]), { kind: "remove", file: "/x" });
});

Deno.test("what is wrong is refused", () => {
  const message = (...words: string[]) => {
    const request = parseFtpshutOptions(words);
    assert.equal(request.kind, "refuse", words.join(" "));
    return request.kind === "refuse" ? request.message : undefined;
  };
  assert.equal(message(), undefined);
  assert.equal(message("-l", "5"), undefined);
  assert.equal(message("-z", "now"), "unknown option 'z'");
  assert.equal(message("-l"), "unknown option 'l'");
  assert.equal(message("--help"), "unknown option '--help'");
  assert.equal(message("-l", "now"), "-l requires a numeric argument");
  assert.equal(message("-d", "-5", "now"), "-d requires a numeric argument");
  assert.equal(message("-d", "5x", "now"), "-d requires a numeric argument");
  assert.equal(message("-l", "", "now"), "-l requires a numeric argument");
  assert.equal(message("-f", "", "now"), "-f requires a file");
});
