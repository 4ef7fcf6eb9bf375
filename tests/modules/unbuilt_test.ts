import assert from "node:assert/strict";
import { isHarmless } from "../../src/config/mod.ts";
import { unbuilt } from "../../src/modules/unbuilt.ts";
import { removed } from "../../src/modules/removed.ts";

Deno.test("directives that are not built are sorted and each is named once", () => {
  const names = unbuilt.map((row) => row.name);
  assert.deepEqual(names, [...new Set(names)].sort());
});

Deno.test("no name is both removed and waiting to be built", () => {
  for (const { name } of unbuilt) assert.equal(removed.has(name), false, name);
});

Deno.test("harmless words are written in lower case, as they are compared", () => {
  for (const { harmless = [] } of unbuilt) {
    for (const word of harmless) assert.equal(word, word.toLowerCase());
  }
});

Deno.test("every row belongs to a module that IfModule could name", () => {
  for (const { module } of unbuilt) assert.match(module, /^mod_[a-z0-9_]+\.c$/);
});

Deno.test("what decides about access, TLS, limits and logins is never passed over with a warning", () => {
  const severity = new Map(unbuilt.map((row) => [row.name, row.severity]));
  const restricting = [
    ...["Allow", "DenyAll", "AllowFilter", "DenyFilter", "PathDenyFilter", "HideFiles"],
    ...["TLSEngine", "TLSRequired", "TLSVerifyClient", "SFTPEngine"],
    ...["MaxClients", "TransferRate", "ShaperEngine"],
    ...["UseFtpUsers", "SQLAuthenticate", "LDAPServer", "RadiusEngine"],
    ...["TCPAccessFiles", "GeoIPEngine", "MaxLoad"],
    ...["DirFakeUser", "DirFakeGroup", "UserOwner", "ExecEngine", "RewriteEngine"],
  ];
  for (const name of restricting) assert.equal(severity.get(name), "restricts", name);
});

/** Modules that are switched on by the directive of another one. */
const SWITCHES: Readonly<Record<string, string>> = {
  "mod_sftp_pam.c": "SFTPEngine",
};

Deno.test("a row that counts only with a switch has one, and switching it on is an error", () => {
  for (const { name, module } of unbuilt.filter((row) => row.severity === "switched")) {
    const engine = unbuilt.find((row) =>
      row.name === SWITCHES[module] || (row.module === module && row.name.endsWith("Engine"))
    );
    assert.ok(engine, name);
    assert.equal(engine.severity, "restricts", name);
    assert.equal(isHarmless(engine, { args: ["off"] }), true, name);
    assert.equal(isHarmless(engine, { args: ["on"] }), false, name);
    // Nothing to switch: the original leaves these modules off where no line says on.
    assert.notEqual(module, "mod_sql.c");
  }
});
