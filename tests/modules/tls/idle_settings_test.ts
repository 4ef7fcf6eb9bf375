/**
 * Settings about TLS that come to nothing for want of others are told.
 */
import assert from "node:assert/strict";
import { checkConfiguration, Scope } from "../../../src/config/mod.ts";
import { idleSettings } from "../../../src/modules/tls/idle_settings.ts";
import { presentModules, vocabulary } from "../../../src/modules/vocabulary.ts";
import { filesOf, MAIN } from "../../config/support.ts";

/** What is said of `lines`, without places. */
function saidOf(...lines: string[]): string[] {
  const checked = checkConfiguration(MAIN, filesOf({ [MAIN]: `${lines.join("\n")}\n` }), {
    ...vocabulary,
    modules: presentModules,
    defines: new Set<string>(),
    env: () => undefined,
  });
  assert.deepEqual(checked.findings.filter(({ severity }) => severity === "error"), []);
  const [main] = checked.servers.map(({ section }) => new Scope([section]));
  return idleSettings(main, main).map(({ message }) => message.replace(/ on line .*/, ""));
}

Deno.test("what is about certificates of clients has no effect where nobody is asked for any", () => {
  for (
    const option of ["AllowDotLogin", "CommonNameRequired", "dNSNameRequired", "iPAddressRequired"]
  ) {
    const said = `TLSOptions: TLSOption '${option}' has no effect without TLSVerifyClient`;
    assert.deepEqual(saidOf(`TLSOptions ${option}`), [said]);
    assert.deepEqual(saidOf(`TLSOptions ${option}`, "TLSVerifyClient off"), [said]);
    assert.deepEqual(saidOf(`TLSOptions ${option}`, "TLSVerifyClient optional"), []);
  }
  assert.deepEqual(saidOf("TLSUserName CommonName"), [
    "TLSUserName: it has no effect without TLSVerifyClient",
  ]);
  assert.deepEqual(saidOf("TLSUserName CommonName", "TLSVerifyClient on"), []);
  assert.deepEqual(saidOf("TLSOptions NoSessionReuseRequired StdEnvVars"), []);
});

Deno.test("what is about names has no effect where nobody looks for them", () => {
  const lines = ["TLSVerifyClient on", "UseReverseDNS off"];
  assert.deepEqual(saidOf(...lines, "TLSOptions CommonNameRequired iPAddressRequired"), [
    "TLSOptions: TLSOption 'CommonNameRequired' has no effect with 'UseReverseDNS off'",
  ]);
  assert.deepEqual(saidOf(...lines, "TLSOptions AllowDotLogin", "TLSUserName CommonName"), []);
});

Deno.test("no server passes TLSVerifyServer where there are no authorities", () => {
  const said = [
    "TLSVerifyServer: no server can pass without TLSCACertificateFile or TLSCACertificatePath",
  ];
  assert.deepEqual(saidOf("TLSVerifyServer on"), said);
  assert.deepEqual(saidOf("TLSVerifyServer NoReverseDNS", "TLSVerifyClient on"), said);
  assert.deepEqual(saidOf("TLSVerifyServer off"), []);
  assert.deepEqual(saidOf("TLSEngine on"), []); // most people never have such transfers
  for (const line of ["TLSCACertificateFile /ca.pem", "TLSCACertificatePath /ca"]) {
    assert.deepEqual(saidOf("TLSVerifyServer on", line), []);
  }
});
