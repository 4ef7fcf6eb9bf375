/**
 * Sessions that are forks of one process must not draw the same random numbers.
 */
import assert from "node:assert/strict";
import { tlsDirectives } from "../../harness/certificates.ts";
import { workplace } from "../../harness/client_program.ts";
import { fromFileUrl } from "../../harness/file_url.ts";
import { testInBothManners } from "../../harness/manners.ts";

const SCRIPT = fromFileUrl(new URL("./server_random.py", import.meta.url));
const COUNT = 6;

for (const template of ["on", "off"]) {
  testInBothManners({
    name: `no two sessions have random numbers in common with SessionTemplate ${template}`,
    needs: ["python3", "openssl"],
    config: (place) => `${tlsDirectives(place)}\nSessionTemplate ${template}\n`,
    async fn(server) {
      await using work = await workplace();
      const args = ["-B", SCRIPT, "127.0.0.1", String(server.port), String(COUNT)];
      const { stdout } = await work.run("python3", args);
      const hellos = stdout.trim().split("\n").map((line) => line.split(" "));
      assert.equal(hellos.length, COUNT);
      for (const part of [0, 1]) {
        const values = new Set(hellos.map((hello) => hello[part]));
        assert.equal(values.size, COUNT, `${[...values].join("\n")}`);
      }
    },
  });
}
