/**
 * The configurations that come with Debian's packages of the original: its samples, and what
 * Debian's own /etc/proftpd is made of. Whoever changes over starts from one of them.
 */
import assert from "node:assert/strict";
import { type Finished, PROFTPD, run } from "../harness/programs.ts";
import { PEER_PROGRAM, test } from "../harness/requires.ts";
import { tempDir } from "../harness/temp_dir.ts";

const SAMPLES = "/usr/share/doc/proftpd-doc/examples/sample-configurations";
const TEMPLATES = "/usr/share/proftpd/templates";

/** By folder. */
const FILES: Readonly<Record<string, readonly string[]>> = {
  [SAMPLES]: [
    ...["PFTEST.conf.in", "anonymous.conf", "basic.conf", "complex-virtual.conf", "mod_sql.conf"],
    "virtual.conf",
  ],
  [TEMPLATES]: [
    ...["dnsbl.conf", "geoip.conf", "ldap.conf", "modules.conf", "proftpd.conf", "sftp.conf"],
    ...["snmp.conf", "sql.conf", "tls.conf", "virtuals.conf"],
  ],
};

/** Why ours may refuse what the original takes. */
const NOT_BUILT = "is not supported by this server yet";

/**
 * `text` for this machine: with users, groups and hosts that there are, and the values that
 * PFTEST.install fills in.
 */
function forThisMachine(text: string, folder: string): string {
  let hosts = 0;
  return text
    .replace(/^(\s*User\s+).*$/gm, "$1nobody")
    .replace(/^(\s*Group\s+).*$/gm, "$1nogroup")
    .replace(/^(\s*UserAlias\s+\S+\s+).*$/gm, "$1nobody")
    .replace(/(<VirtualHost\s+)\S+>/g, () => `<VirtualHost 127.0.1.${++hosts}>`)
    .replaceAll("%TestDir%", folder);
}

/** Writes the sample at `from` into `folder`, with the files that PFTEST.install puts there. */
async function writeSample(from: string, folder: string): Promise<string> {
  for (const name of ["PFTEST.passwd", "PFTEST.group"]) {
    await Deno.copyFile(`${SAMPLES}/${name}`, `${folder}/${name}`);
    await Deno.chmod(`${folder}/${name}`, 0o600);
  }
  const path = `${folder}/proftpd.conf`;
  await Deno.writeTextFile(path, forThisMachine(await Deno.readTextFile(from), folder));
  return path;
}

function fatal({ stderr }: Finished): string[] {
  return [...stderr.matchAll(/ fatal: (.*)$/gm)].map(([, message]) => message);
}

for (const [folder, names] of Object.entries(FILES)) {
  for (const name of names) {
    test({
      name: `the sample ${name} is taken as by the original, or what is not built is named`,
      needs: ["root", "peer", `${folder}/${name}`, `${SAMPLES}/PFTEST.passwd`],
      async fn() {
        await using temp = await tempDir();
        const path = await writeSample(`${folder}/${name}`, temp.path);
        const check = (program: string) => run(program, ["-t", "-c", path]);
        const [ours, theirs] = [await check(PROFTPD), await check(PEER_PROGRAM)];
        if (theirs.code !== 0) {
          assert.equal(ours.code, 1, ours.stderr);
          return;
        }
        const reasons = fatal(ours);
        assert.deepEqual(reasons.filter((reason) => !reason.includes(NOT_BUILT)), []);
        assert.equal(ours.code, reasons.length > 0 ? 1 : 0, ours.stderr);
      },
    });
  }
}

const ORDINARY = ["PFTEST.conf.in", "anonymous.conf", "basic.conf", "virtual.conf"];

test({
  name: "the samples for ordinary servers need nothing that is not built",
  needs: ["root", ...ORDINARY.map((name) => `${SAMPLES}/${name}`)],
  async fn() {
    await using temp = await tempDir();
    for (const name of ORDINARY) {
      const path = await writeSample(`${SAMPLES}/${name}`, temp.path);
      const { code, stderr } = await run(PROFTPD, ["-t", "-c", path]);
      assert.equal(code, 0, `${name}\n${stderr}`);
      assert.ok(!stderr.includes(NOT_BUILT), stderr);
    }
  },
});
