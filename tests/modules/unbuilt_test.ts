import assert from "node:assert/strict";
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
    ...["TLSEngine", "TLSRequired", "TLSVerifyClient", "TLSProtocol", "MaxClients"],
    ...["TransferRate", "UseFtpUsers", "AuthPAM", "UserPassword", "QuotaEngine", "BanOnEvent"],
    ...[
      "WrapTables",
      "<IfUser>",
      "SQLAuthenticate",
      "LDAPServer",
      "RadiusAuthServer",
      "SFTPEngine",
    ],
  ];
  for (const name of restricting) assert.equal(severity.get(name), "restricts", name);
});
