import assert from "node:assert/strict";
import { parseProftpdOptions, type ProftpdSettings } from "../../src/cli/proftpd_options.ts";

/** The settings of a command line that runs the server. */
function settings(...words: string[]): ProftpdSettings {
  const request = parseProftpdOptions(words);
  assert.equal(request.kind, "run");
  if (request.kind !== "run") throw new Error("unreachable");
  return request.settings;
}

function refusal(...words: string[]): { message: string; usage: boolean } {
  const request = parseProftpdOptions(words);
  assert.equal(request.kind, "refuse", words.join(" "));
  if (request.kind !== "refuse") throw new Error("unreachable");
  return { message: request.message, usage: request.usage };
}

Deno.test("no options: a daemon with everything as built in", () => {
  assert.deepEqual(settings(), {
    configFile: undefined,
    defines: [],
    debugLevel: undefined,
    noDaemon: false,
    quiet: false,
    configTest: false,
    format: "text",
    noCollision: false,
    noFork: false,
    serverAddress: undefined,
    persistentPasswd: undefined,
    ipv6: undefined,
  });
});

Deno.test("every option in its short form", () => {
  const words = "-nqXN -d10 -DTLS -D LOG=1 -c /etc/x.conf -p0 -S 10.0.0.1 -t -6 -4".split(" ");
  assert.deepEqual(settings(...words), {
    configFile: "/etc/x.conf",
    defines: ["TLS", "LOG=1"],
    debugLevel: 10,
    noDaemon: true,
    quiet: true,
    configTest: true,
    format: "text",
    noCollision: true,
    noFork: true,
    serverAddress: "10.0.0.1",
    persistentPasswd: false,
    ipv6: false,
  });
});

Deno.test("every option in its long form", () => {
  const words = ("--nodaemon --quiet --nofork --nocollision --debug=3 --define TLS " +
    "--config=/x --persistent 1 --serveraddr ::1 --configtest --ipv4 --ipv6").split(" ");
  assert.deepEqual(settings(...words), {
    configFile: "/x",
    defines: ["TLS"],
    debugLevel: 3,
    noDaemon: true,
    quiet: true,
    configTest: true,
    format: "text",
    noCollision: true,
    noFork: true,
    serverAddress: "::1",
    persistentPasswd: true,
    ipv6: true,
  });
});

Deno.test("of the options that print and leave the first wins over all behind it", () => {
  assert.equal(parseProftpdOptions(["-l", "-h", "-z", "foo"]).kind, "modules");
  assert.equal(parseProftpdOptions(["-h", "-l"]).kind, "usage");
  assert.equal(parseProftpdOptions(["-vV"]).kind, "settings");
  assert.equal(parseProftpdOptions(["-v", "-l"]).kind, "modules");
  assert.equal(parseProftpdOptions(["-c", "relative", "-l"]).kind, "modules");
});

Deno.test("-v once is the version, twice the status, three times the directives too", () => {
  assert.equal(parseProftpdOptions(["-v"]).kind, "version");
  assert.equal(parseProftpdOptions(["-c", "relative", "--version"]).kind, "version");
  for (const words of [["-vv"], ["-v", "-v"], ["--version-status"], ["--version-"]]) {
    const request = parseProftpdOptions([...words, "-c", "/x"]);
    assert.ok(request.kind === "status" && !request.directives && request.settings.configFile);
  }
  const request = parseProftpdOptions(["-vvv"]);
  assert.ok(request.kind === "status" && request.directives);
});

Deno.test("an unknown option is named and answered with the usage", () => {
  assert.deepEqual(refusal("-z"), { message: "unknown option: z", usage: true });
  assert.deepEqual(refusal("-nz", "-h"), { message: "unknown option: z", usage: true });
  assert.deepEqual(refusal("--foo"), { message: "unknown option: --foo", usage: true });
});

Deno.test("a misused option counts as unknown, as in the original, with the reason behind it", () => {
  assert.equal(refusal("-c").message, "unknown option: c (it needs a value)");
  assert.equal(refusal("--co").message, "unknown option: --co (it fits several)");
  assert.equal(refusal("--list=3").message, "unknown option: --list (it takes no value)");
});

Deno.test("values are checked, without the usage", () => {
  const fatal = (message: string) => ({ message: `fatal: ${message}`, usage: false });
  assert.deepEqual(refusal("-c", "rel"), fatal("-c requires an absolute path"));
  assert.deepEqual(refusal("--config="), fatal("-c requires an absolute path"));
  assert.deepEqual(refusal("-p", "3"), fatal("-p requires Boolean (0|1) parameter"));
  assert.deepEqual(refusal("-dx"), fatal("-d requires a debug level from 0 to 10"));
  assert.deepEqual(refusal("-d", "-1"), fatal("-d requires a debug level from 0 to 10"));
});

Deno.test("a word that belongs to no option is refused, before anything is printed", () => {
  const message = "fatal: unknown parameter: 'foo'";
  assert.deepEqual(refusal("foo", "bar"), { message, usage: false });
  assert.deepEqual(refusal("-v", "foo"), { message, usage: false });
  assert.deepEqual(refusal("-t", "--", "foo"), { message, usage: false });
  assert.equal(parseProftpdOptions(["-"]).kind, "run");
});

Deno.test("--format is for -t, and knows two words", () => {
  const request = parseProftpdOptions(["-t", "--format=json"]);
  assert.equal(request.kind === "run" && request.settings.format, "json");
  for (const words of [["--format", "json"], ["-t", "--format", "xml"], ["-t", "--format"]]) {
    assert.equal(parseProftpdOptions(words).kind, "refuse");
  }
});
