/**
 * Configurations with errors are looked at to the end: an error of a line is never one of this program.
 */
import assert from "node:assert/strict";
import { advise } from "../../src/modules/advice/mod.ts";
import { vocabulary } from "../../src/modules/vocabulary.ts";
import { read } from "../../src/roles/start.ts";
import { tempDir } from "../harness/temp_dir.ts";
import { configuration } from "../peer/words.ts";

/** What makes the server look at more of its settings. */
const ENGINES = "ScoreboardFile none\nTLSEngine on\nBanEngine on\nQuotaEngine on\nWrapEngine on\n";

for (const { name, contexts } of vocabulary.directives) {
  Deno.test(`a configuration is read to its end where ${name} has no words, or one that is none`, async () => {
    await using folder = await tempDir();
    const configFile = `${folder.path}/proftpd.conf`;
    for (const words of ["", "\x01", "/nowhere/\x01 \x01"]) {
      for (const context of contexts.filter((context) => context !== "ftpaccess")) {
        const line = configuration(context, `${name} ${words}`);
        Deno.writeTextFileSync(configFile, `${ENGINES}Umask 9\n${line}`);
        const { findings, checked, loaded } = await read({
          ...{ configFile, defines: [], debugLevel: 0, noDaemon: false, quiet: false },
          ...{ configTest: true, format: "text", noCollision: false, noFork: false },
          ...{ serverAddress: undefined, persistentPasswd: undefined, ipv6: undefined },
        });
        const advice = advise({ ...checked, findings });
        assert.ok([...findings, ...advice].every(({ message }) => message.length > 0));
        assert.equal(loaded, undefined);
      }
    }
  });
}
