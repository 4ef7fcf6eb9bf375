/**
 * Kernels and sandboxes without openat2(2): a server that could not keep its promise does not start.
 */
import assert from "node:assert/strict";
import { fromFileUrl } from "../harness/file_url.ts";
import { ordinaryUser } from "../harness/ordinary_user.ts";
import { prepare } from "../harness/prepared.ts";
import { PROFTPD, run } from "../harness/programs.ts";
import { reachableCopy } from "../harness/reachable_copy.ts";
import { test } from "../harness/requires.ts";

const WRAPPER = fromFileUrl(new URL("without_openat2.ts", import.meta.url));

/** What `-t` of an old kernel says of `config`; `user` is `0`, or an ordinary user's number. */
async function check(config: string, user: "root" | "somebody"): Promise<[number, string]> {
  const asUser = await ordinaryUser();
  await using server = await prepare({ config, ...user === "root" ? {} : { asUser } });
  const program = await reachableCopy(PROFTPD, server.folder);
  const uid = user === "root" ? 0 : asUser.uid;
  const cache = Deno.env.get("PROFTPD_TEST_CACHE") ?? server.folder;
  const { code, stderr } = await run(Deno.execPath(), [
    ...["run", "--no-check", "-A", WRAPPER, `${uid}`, cache, program, "-t", "-c", server.config],
  ]);
  return [code, stderr.replaceAll(server.folder, "<folder>")];
}

const REFUSALS: Readonly<Record<string, readonly [config: string, message: RegExp]>> = {
  "DefaultRoot": [
    "DefaultRoot ~",
    /^.*fatal: DefaultRoot: nobody can be held in a directory without root's rights, openat2\(2\) is missing or forbidden here on line \d+ of .*$/m,
  ],
  "DefaultRoot in <Global>": [
    "<Global>\n  DefaultRoot ~ staff\n</Global>",
    /fatal: DefaultRoot: nobody can be held/,
  ],
  "DefaultRoot in a class": [
    "<Class c>\n  From all\n</Class>\n<IfClass c>\n  DefaultRoot ~\n</IfClass>",
    /fatal: DefaultRoot: nobody can be held/,
  ],
  "an area": [
    "<Anonymous ~>\n  User nobody\n</Anonymous>",
    /fatal: <Anonymous>: nobody can be held/,
  ],
  "AllowChrootSymlinks off": [
    "AllowChrootSymlinks off",
    /fatal: AllowChrootSymlinks: links cannot be refused/,
  ],
};

for (const [what, [config, message]] of Object.entries(REFUSALS)) {
  Deno.test(`without openat2 an ordinary user's server with ${what} does not start`, async () => {
    const [code, said] = await check(config, "somebody");
    assert.match(said, message);
    assert.equal(code, 1);
  });
}

Deno.test("without openat2 an ordinary user's server without jails starts", async () => {
  const [code, said] = await check("Umask 022", "somebody");
  assert.equal(code, 0, said);
});

test({
  name: "without openat2 root's server has jails all the same, but cannot refuse links to them",
  needs: ["root"],
  async fn() {
    const [code, said] = await check("DefaultRoot ~", "root");
    assert.equal(code, 0, said);
    const [refused, why] = await check("DefaultRoot ~\nAllowChrootSymlinks off", "root");
    assert.match(why, /fatal: AllowChrootSymlinks: links cannot be refused/);
    assert.equal(refused, 1);
  },
});
