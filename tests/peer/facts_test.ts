import assert from "node:assert/strict";
import { factsOf, listFacts } from "../../src/fs/facts/fact_rows.ts";
import type { FactRequest } from "../../src/fs/facts/fact_request.ts";
import { kernelRoot } from "../../src/fs/kernel_root.ts";
import { stringOf } from "../../src/libc/bytes.ts";
import { allFacts, fact, formatFacts } from "../../src/protocol/facts.ts";
import { makeListingTree } from "../fs/listing_tree.ts";
import { startPeer } from "../harness/peer.ts";
import { test } from "../harness/requires.ts";

test({
  name: "MLSD and MLST give what the original gives, byte for byte",
  needs: ["peer", "root"],
  fn: async () => {
    await using peer = await startPeer();
    makeListingTree(peer.home, Math.floor(Date.now() / 1000));
    const { uid, gid, name } = peer.account();
    // What root made is the user's; a file without any rights is told apart from root's by `perm`.
    Deno.removeSync(`${peer.home}/nothing`);
    if (Deno.uid() === 0) {
      new Deno.Command("chown", { args: ["-hR", `${uid}:${gid}`, peer.home] }).outputSync();
    }
    const request = (path: string, selected: number): FactRequest => ({
      root: kernelRoot(),
      path: `${peer.home}${path}`,
      format: (file) => formatFacts(selected, file),
      names: { user: () => name, group: () => `${name}s` },
    });
    await using client = await peer.login();
    const rows = (text: string) =>
      // The directory above is root's, who runs the test and may do there what the user may not.
      text.split("\r\n").filter((row) => !row.endsWith(" ..")).sort().join("\r\n");

    async function compare(selected: number): Promise<void> {
      for (const path of ["", "/dir", "/dir/sub", "/dir/sub/empty", "/links", "/to-dir"]) {
        const found = listFacts(request(path, selected));
        assert.ok(found.kind === "rows");
        const ours = Array.from(found.rows, (piece) => stringOf(piece)).join("");
        const theirs = await client.download(`MLSD ${peer.home}${path}`);
        assert.equal(rows(ours), rows(theirs), path);
      }
      for (const path of ["", "/a", "/dir", "/dir/", "/sp ace"]) {
        const ours = factsOf(request(path.replace(/\/$/, ""), selected));
        const { lines } = await client.command(`MLST ${peer.home}${path}`);
        assert.equal(` ${ours}`, lines[1], path);
      }
    }

    await compare(allFacts);
    await client.expect("OPTS MLST type;size;UNIX.mode;", 200);
    await compare(fact.type | fact.size | fact["UNIX.mode"]);
    await client.expect("OPTS MLST", 200);
    await compare(0);
    await client.expect(`MLST ${peer.home}/nowhere`, 550);
    assert.equal(factsOf(request("/nowhere", allFacts)), undefined);
    assert.equal(factsOf(request("/to-nowhere", allFacts)), undefined);
    await client.expect(`MLST ${peer.home}/to-nowhere`, 550);
  },
});
