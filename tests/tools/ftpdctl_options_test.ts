import assert from "node:assert/strict";
import { DEFAULT_SOCKET, parseFtpdctlOptions } from "../../src/tools/ftpdctl_options.ts";

Deno.test("ftpdctl's options end where the action begins", () => {
  const words = ["kick", "host", "-n", "2", "h"];
  assert.deepEqual(parseFtpdctlOptions(["-v", "-s", "/s", ...words]), {
    ...{ kind: "run", socket: "/s", verbose: true, words },
  });
  assert.deepEqual(parseFtpdctlOptions(["-vs/s", "help"]), {
    ...{ kind: "run", socket: "/s", verbose: true, words: ["help"] },
  });
  assert.deepEqual(parseFtpdctlOptions(["help"]), {
    ...{ kind: "run", socket: DEFAULT_SOCKET, verbose: false, words: ["help"] },
  });
});

Deno.test("ftpdctl says what is wrong with its options", () => {
  const message = (...words: string[]) => {
    const request = parseFtpdctlOptions(words);
    return request.kind === "refuse" ? request.message : request.kind;
  };
  assert.equal(message(), "missing required action");
  assert.equal(message("-v"), "missing required action");
  assert.equal(message("-x", "help"), "unknown option: x");
  assert.equal(message("-s"), "unknown option: s");
  for (const path of ["", "ctl.sock", "./ctl.sock"]) {
    assert.equal(message("-s", path, "help"), "alternate socket path must be an absolute path");
  }
  assert.equal(message("-h"), "help");
  assert.equal(message("-v", "--help"), "help");
  assert.equal(message("--helpful"), "unknown option: -");
});
