import assert from "node:assert/strict";
import { openFileSource } from "../../src/auth/file_source.ts";
import { bytesOf } from "../../src/libc/bytes.ts";
import { HASHES, PASSWORD } from "../harness/password.ts";
import { startPeer } from "../harness/peer.ts";
import { test } from "../harness/requires.ts";

const hash = HASHES.sha512;

/** Lines of an AuthUserFile: some ways to write one, good and bad. The name says what is tried. */
const lines = [
  `plain:${hash}:2000:2000:g:/tmp:/bin/sh`,
  `six-fields:${hash}:2000:2000:g:/tmp`,
  `eight-fields:${hash}:2000:2000:g:/tmp:/bin/sh:more`,
  `word-as-uid:${hash}:abc:2000:g:/tmp:/bin/sh`,
  `no-uid:${hash}::2000:g:/tmp:/bin/sh`,
  `uid-with-tail:${hash}:2000x:2000:g:/tmp:/bin/sh`,
  `hex-uid:${hash}:0x7d0:2000:g:/tmp:/bin/sh`,
  `no-gid:${hash}:2000::g:/tmp:/bin/sh`,
  `gid-with-tail:${hash}:2000:20x:g:/tmp:/bin/sh`,
  `  blanks-before:${hash}:2000:2000:g:/tmp:/bin/sh`,
  `#comment:${hash}:2000:2000:g:/tmp:/bin/sh`,
  `open::2000:2000:g:/tmp:/bin/sh`,
  `star:*:2000:2000:g:/tmp:/bin/sh`,
  `locked:!${hash}:2000:2000:g:/tmp:/bin/sh`,
  `twice:x:2000:2000:g:/tmp:/bin/sh`,
  `twice:${hash}:2000:2000:g:/tmp:/bin/sh`,
  `second-is-good:${hash}:x:2000:g:/tmp:/bin/sh`,
  `second-is-good:${hash}:2000:2000:g:/tmp:/bin/sh`,
  `+nis:${hash}:2000:2000:g:/tmp:/bin/sh`,
  `with blank:${hash}:2000:2000:g:/tmp:/bin/sh`,
  `des:rl.3StKT.4T8M:2000:2000:g:/tmp:/bin/sh`,
  `last:${hash}:2000:2000:g:/tmp:/bin/sh`,
];

const names = [...new Set(lines.map((line) => line.split(":")[0].trim()))];

test({
  name: "the lines of an AuthUserFile open the accounts that they open in the original",
  needs: ["peer"],
  fn: async () => {
    await using peer = await startPeer({
      config({ folder }) {
        const path = `${folder}/lines`;
        Deno.writeFileSync(path, bytesOf(["", "# users", ...lines, ""].join("\n")));
        Deno.chmodSync(path, 0o600);
        if (Deno.uid() === 0) Deno.chownSync(path, 65534, 65534);
        return [
          `AuthUserFile ${path}`,
          "AuthOrder mod_auth_file.c",
          "MaxLoginAttempts 100",
          "RequireValidShell off",
        ].join("\n");
      },
    });
    const ours = openFileSource({ path: `${peer.folder}/lines` }, undefined);
    for (const name of names) {
      await using client = await peer.connect();
      await client.command(`USER ${name}`);
      const { code } = await client.command(`PASS ${PASSWORD}`);
      const verdict = ours.verify(name, PASSWORD);
      assert.equal(verdict === "ok", code === 230, `${name}: ${code}, ${verdict}`);
    }
    ours.confine({ newRoot: false });
  },
});
