/**
 * What a session tells on the scoreboard about itself.
 */
import assert from "node:assert/strict";
import { checkConfiguration, Scope } from "../../src/config/mod.ts";
import { close } from "../../src/libc/files.ts";
import { getpid } from "../../src/libc/process.ts";
import type { SystemLog } from "../../src/log/mod.ts";
import { presentModules, vocabulary } from "../../src/modules/vocabulary.ts";
import { Score } from "../../src/session/score.ts";
import type { Session } from "../../src/session/session.ts";
import { filesOf, MAIN } from "../config/support.ts";
import { tempDir } from "../harness/temp_dir.ts";

/** The descriptor of this process that is the file `path`. */
function descriptorOf(path: string): number {
  const found = [...Deno.readDirSync("/proc/self/fd")].find(({ name }) => {
    try {
      return Deno.readLinkSync(`/proc/self/fd/${name}`) === path;
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
      return false; // that of the directory itself
    }
  });
  return Number(found?.name);
}

Deno.test("a scoreboard that cannot be written to any more is logged once and done without", async () => {
  await using dir = await tempDir();
  const path = `${dir.path}/board`;
  const { servers } = checkConfiguration(MAIN, filesOf({ [MAIN]: `ScoreboardFile ${path}\n` }), {
    ...vocabulary,
    modules: presentModules,
    defines: new Set<string>(),
    env: () => undefined,
  });
  const main = new Scope([servers[0].section]);
  const warnings: string[] = [];
  const log = { debug() {}, warning: (line: string) => warnings.push(line) };
  const score = new Score(main, getpid, log as Partial<SystemLog> as SystemLog);
  const end = { ip: "127.0.0.1", name: "localhost", address: { port: 21 } };
  const session = { access: {}, client: end, config: main, local: end, protocol: "ftp" };
  score.open();
  score.claim(session as Partial<Session> as Session);
  const request = { verb: "NOOP", argument: "", hasArgument: false };
  score.begin(request);
  score.show();
  assert.deepEqual(warnings, []);
  const board = descriptorOf(path);
  close(board);
  for (let i = 0; i < 3; i++) {
    score.begin(request);
    score.show();
  }
  score.close();
  assert.equal(warnings.length, 1);
  assert.match(warnings[0], /^unable to use the scoreboard: write: /);
});
