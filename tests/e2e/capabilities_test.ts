/**
 * mod_cap: what is left of root's rights in a session, and in which of its threads.
 */
import assert from "node:assert/strict";
import { test } from "../harness/requires.ts";
import { PROFTPD, run } from "../harness/programs.ts";
import { startServer } from "../harness/server.ts";
import { tempDir } from "../harness/temp_dir.ts";

/** Bits of capabilities(7). */
const DAC_READ_SEARCH = 1 << 2;
const CHOWN = 1 << 0;

/** By thread of `pid`: what it may take up and what it has. */
async function rightsOf(pid: number): Promise<{ permitted: number[]; effective: number[] }> {
  const permitted: number[] = [];
  const effective: number[] = [];
  for await (const { name } of Deno.readDir(`/proc/${pid}/task`)) {
    const status = await Deno.readTextFile(`/proc/${pid}/task/${name}/status`);
    const mask = (field: string) =>
      parseInt(new RegExp(`^${field}:\\t(\\w+)`, "m").exec(status)?.[1] ?? "", 16);
    permitted.push(mask("CapPrm"));
    effective.push(mask("CapEff"));
    assert.equal(mask("CapInh") | mask("CapAmb"), 0);
    assert.match(status, /^NoNewPrivs:\t1$/m);
    assert.match(status, /^Uid:\t(?!0\t)(\d+)\t\1\t\1\t\1$/m);
  }
  return { permitted: permitted.filter((mask) => mask !== 0), effective };
}

const OWNER = `<Directory />\n  UserOwner nobody\n</Directory>\n`;

const CASES: Readonly<Record<string, readonly [config: string, permitted: number, now: number]>> = {
  "nothing by default": ["", 0, 0],
  "nothing that RootRevoke takes away": ["CapabilitiesSet +CAP_DAC_READ_SEARCH", 0, 0],
  "what is named with RootRevoke off": [
    "RootRevoke off\nCapabilitiesSet +CAP_DAC_READ_SEARCH",
    DAC_READ_SEARCH,
    DAC_READ_SEARCH,
  ],
  "never the right to become somebody else": ["RootRevoke off\nCapabilitiesSet +CAP_SETUID", 0, 0],
  "nothing of what is named without the engine": [
    "RootRevoke off\nCapabilitiesEngine off\nCapabilitiesSet +CAP_DAC_READ_SEARCH",
    0,
    0,
  ],
  "what UserOwner needs, for moments": [OWNER, CHOWN, 0],
  "what UserOwner needs, beside what is named": [
    `${OWNER}RootRevoke off\nCapabilitiesSet +CAP_DAC_READ_SEARCH`,
    CHOWN | DAC_READ_SEARCH,
    DAC_READ_SEARCH,
  ],
  "not even what UserOwner needs where it is withheld": [
    `${OWNER}CapabilitiesSet -CAP_CHOWN`,
    0,
    0,
  ],
};

for (const [what, [config, permitted, now]] of Object.entries(CASES)) {
  for (const template of ["off", "on"]) {
    test({
      name: `a session keeps ${what}, with SessionTemplate ${template}`,
      needs: ["root"],
      async fn() {
        await using server = await startServer({
          config: `DefaultRoot ~\nSpareSessions 0\nSessionTemplate ${template}\n${config}`,
        });
        await using client = await server.login();
        await client.expect("MKD new", 257);
        const [pid] = await server.sessions();
        assert.ok(pid !== undefined);
        const rights = await rightsOf(pid);
        assert.deepEqual(rights.permitted, permitted === 0 ? [] : [permitted]);
        assert.equal(rights.effective.reduce((all, mask) => all | mask), now);
      },
    });
  }
}

Deno.test("the syntax check says which rights no session gets", async () => {
  await using folder = await tempDir();
  const config = `${folder.path}/proftpd.conf`;
  const check = async (text: string) => {
    await Deno.writeTextFile(config, `ServerName x\n${text}\n`);
    const { code, stderr } = await run(PROFTPD, ["-t", "-c", config]);
    assert.equal(code, 0, stderr);
    return stderr;
  };
  assert.match(
    await check("CapabilitiesSet +CAP_FOWNER"),
    /CapabilitiesSet: sessions have no such rights without RootRevoke off/,
  );
  assert.match(
    await check("RootRevoke off\nCapabilitiesSet +CAP_DAC_OVERRIDE"),
    /no file permissions keep users from anything in their root directory/,
  );
  assert.match(await check("CapabilitiesSet +CAP_SETUID"), /no session keeps CAP_SETUID/);
  assert.match(await check("CapabilitiesRootRevoke off"), /for good, without effect/);
  assert.equal(await check("CapabilitiesEngine on\nCapabilitiesSet -CAP_CHOWN"), "");
});
