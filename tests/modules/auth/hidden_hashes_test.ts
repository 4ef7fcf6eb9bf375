/**
 * Hashes of UserPassword are nowhere in what sessions get of the configuration, and to be had by name.
 */
import assert from "node:assert/strict";
import { checkConfiguration, freeze, Scope } from "../../../src/config/mod.ts";
import { withHiddenHashes } from "../../../src/modules/auth/hidden_hashes.ts";
import { hashOfConfig, hasOwnHash } from "../../../src/modules/auth/password.ts";
import { presentModules, vocabulary } from "../../../src/modules/vocabulary.ts";
import { bytesOf, stringOf } from "../../../src/libc/bytes.ts";
import { filesOf, MAIN } from "../../config/support.ts";

function checked(text: string) {
  return checkConfiguration(MAIN, filesOf({ [MAIN]: text }), {
    ...vocabulary,
    defines: new Set(),
    modules: presentModules,
    env: () => undefined,
  });
}

Deno.test("hashes of UserPassword leave the configuration, in every section, and keep their users", () => {
  const { configuration, hashes } = withHiddenHashes(checked(`
    UserPassword alice first-hash
    UserPassword alice never-asked
    <Global>
      UserPassword bob second-hash
    </Global>
    <VirtualHost 127.0.0.2>
      UserPassword alice third-hash
      <Anonymous /srv>
        UserPassword carol fourth-hash
      </Anonymous>
    </VirtualHost>`));
  const [main, host] = configuration.servers;
  const materialOf = (name: string) => {
    const hash = hashes.get(name);
    return hash === undefined ? undefined : bytesOf(hash);
  };
  const ask = (user: string, scope: Scope) => {
    const hash = hashOfConfig(user, scope, { materialOf });
    return hash && stringOf(hash);
  };
  const hostScope = new Scope([host.section]);
  const area = hostScope.inner("anonymous")[0];
  assert.equal(ask("alice", new Scope([main.section])), "first-hash");
  assert.equal(ask("bob", new Scope([main.section])), "second-hash");
  assert.equal(ask("alice", hostScope), "third-hash");
  assert.equal(ask("bob", hostScope), "second-hash");
  assert.equal(ask("carol", hostScope), undefined);
  assert.equal(ask("carol", hostScope.inside(area)), "fourth-hash");
  assert.ok(hasOwnHash("bob", hostScope) && !hasOwnHash("dora", hostScope));
  assert.ok(!freeze(configuration, {}).includes("-hash"));
});

Deno.test("a user whose hash cannot be had is let in by no password, and not by another one", () => {
  const { configuration: { servers: [main] } } = withHiddenHashes(checked("UserPassword alice x"));
  const hash = hashOfConfig("alice", new Scope([main.section]), { materialOf: () => undefined });
  assert.deepEqual(hash, new Uint8Array());
});

Deno.test("a configuration without UserPassword stays what it is", () => {
  const before = checked("ServerName x\n");
  assert.equal(withHiddenHashes(before).configuration, before);
});
