/**
 * Cache folders for one run of the tests, so that self-unpacking executables under test leave
 * nothing in those of the machine, and unpack once a run instead of once a test.
 *
 * @module
 */
import { deno } from "../build/deno.ts";
import { ordinaryUser } from "../../tests/harness/ordinary_user.ts";

/** Folders that go when the run ends. */
export interface TestCache extends AsyncDisposable {
  /** For files of the run itself. */
  readonly folder: string;
  /** What the tests must find in their environment. */
  readonly env: Record<string, string>;
}

/** Makes the folders: one for the user that runs the tests, one for the ordinary user. */
export async function testCache(): Promise<TestCache> {
  const { denoDir } = JSON.parse(await deno(["info", "--json"]));
  const folder = await Deno.makeTempDir({ prefix: "proftpd-tests-" });
  await Deno.chmod(folder, 0o755);
  for (const name of ["own", "ordinary"]) await Deno.mkdir(`${folder}/${name}`, { mode: 0o700 });
  if (Deno.uid() === 0) {
    const { uid, gid } = await ordinaryUser();
    await Deno.chown(`${folder}/ordinary`, uid, gid);
  }
  let there = true;
  return {
    folder,
    env: {
      XDG_CACHE_HOME: `${folder}/own`,
      PROFTPD_TEST_CACHE: `${folder}/ordinary`,
      DENO_DIR: denoDir, // would follow XDG_CACHE_HOME
    },
    [Symbol.asyncDispose]: async () => {
      if (there) await Deno.remove(folder, { recursive: true });
      there = false;
    },
  };
}
