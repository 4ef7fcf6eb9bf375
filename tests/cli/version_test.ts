import assert from "node:assert/strict";
import {
  compileTimeSettings,
  moduleList,
  versionLine,
  versionStatus,
} from "../../src/cli/version.ts";
import { vocabulary } from "../../src/modules/vocabulary.ts";
import {
  timeoutIdle,
  timeoutLogin,
  timeoutNoTransfer,
  timeoutStalled,
} from "../../src/session/timeouts.ts";

const build = { version: "0.1.0", built: "Fri May 1 2026 20:02:15 UTC", deno: "2.9.6" };
const modules = [
  { name: "mod_core.c", directives: ["User", "<Limit>", "</Limit>"] },
  { name: "mod_auth_file.c", version: "1.0", directives: ["AuthUserFile"] },
];

Deno.test("-l lists modules in load order, two blanks in front", () => {
  assert.equal(moduleList(modules), "Compiled-in modules:\n  mod_core.c\n  mod_auth_file.c\n");
});

Deno.test("-v is one line", () => {
  assert.equal(versionLine(), "ProFTPD Version 1.3.8\n");
});

Deno.test("-vv adds scoreboard version, build and modules, the latest first", () => {
  assert.equal(
    versionStatus(build, modules, false),
    `ProFTPD Version: 1.3.8 (stable)
  Scoreboard Version: 01040003
  Built: Fri May 1 2026 20:02:15 UTC
  Program: proftpd in TypeScript 0.1.0, Deno 2.9.6

Loaded modules:
  mod_auth_file/1.0
  mod_core.c
`,
  );
});

Deno.test("-vvv adds the directives with their modules, in byte order", () => {
  const [, list] = versionStatus(build, modules, true).split("\n\nConfiguration Directives:\n");
  assert.equal(
    list,
    `  </Limit> (from mod_core)
  <Limit> (from mod_core)
  AuthUserFile (from mod_auth_file)
  User (from mod_core)
`,
  );
});

Deno.test("-V has the lines that scripts look for", () => {
  const text = compileTimeSettings(
    build,
    { system: "Linux", release: "6.1.0", architecture: "x86_64", osRelease: ["ID=debian"] },
    { configFile: "/c", pidFile: "/p", scoreboardFile: "/s" },
  );
  assert.ok(text.startsWith(`Compile-time Settings:
  Version: 1.3.8 (stable)
  Platform: LINUX [Linux 6.1.0 x86_64]
  OS/Release:
    ID=debian
  Built: Fri May 1 2026 20:02:15 UTC
`));
  assert.ok(text.includes("\n    Configuration File:\n      /c\n    Pid File:\n      /p\n"));
  const [features] = text.split("  Features:\n")[1].split("\n\n");
  for (const line of features.split("\n")) assert.match(line, /^ {4}[+-] .+ support$/);
});

Deno.test("-V promises what the directives are built for, and nothing else", () => {
  const text = compileTimeSettings(
    build,
    { system: "Linux", release: "6", architecture: "aarch64", osRelease: [] },
    { configFile: "/c", pidFile: "/p", scoreboardFile: "/s" },
  );
  const built = new Set(vocabulary.directives.map(({ name }) => name));
  for (
    const [feature, directive] of [
      ["Controls", "ControlsSocket"],
      ["Lastlog", "UseLastlog"],
      ["Memcache", "MemcacheEngine"],
      ["NLS", "LangEngine"],
      ["OpenSSL", "TLSEngine"],
      ["POSIX ACL", "FACLEngine"],
      ["Redis", "RedisEngine"],
      ["Sendfile", "UseSendfile"],
      ["Sodium", "SFTPEngine"],
      ["Trace", "Trace"],
    ] as const
  ) {
    const sign = built.has(directive) ? "+" : "-";
    assert.ok(text.includes(`\n    ${sign} ${feature} support\n`), feature);
  }
});

Deno.test("-V tells the defaults that hold", () => {
  const text = compileTimeSettings(
    build,
    { system: "Linux", release: "6", architecture: "aarch64", osRelease: [] },
    { configFile: "/c", pidFile: "/p", scoreboardFile: "/s" },
  );
  for (
    const [name, directive] of [
      ["TIMEOUTIDLE", timeoutIdle],
      ["TIMEOUTLOGIN", timeoutLogin],
      ["TIMEOUTNOXFER", timeoutNoTransfer],
      ["TIMEOUTSTALLED", timeoutStalled],
    ] as const
  ) {
    assert.ok(text.includes(`\n    PR_TUNABLE_${name} = ${directive.fallback}\n`), name);
  }
});

Deno.test("-V leaves the system out where it does not say what it is", () => {
  const text = compileTimeSettings(
    build,
    { system: "Linux", release: "6", architecture: "aarch64", osRelease: [] },
    { configFile: "/c", pidFile: "/p", scoreboardFile: "/s" },
  );
  assert.ok(!text.includes("OS/Release"));
});
