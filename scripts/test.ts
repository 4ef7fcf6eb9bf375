/**
 * `deno task test [path…]`: builds, runs the tests and ends with a line
 * `N passed, N failed, N skipped`.
 *
 * A test is skipped when the machine lacks what it needs; its name says what that is. With
 * `PROFTPD_TEST_REQUIRE_ALL=1` a skipped test is a failure. Paths limit the run to the tests in
 * them.
 *
 * @module
 */
import { buildProject } from "./build.ts";
import { deno, DenoFailed } from "./build/deno.ts";
import { PROJECT } from "./project.ts";
import { testCache } from "./test/cache.ts";
import { readReport } from "./test/report.ts";

/** Test files that run at the same time: most of them wait for servers most of the time. */
const JOBS = "2";

if (!await buildProject()) {
  console.log("\n0 passed, 1 failed, 0 skipped");
  Deno.exit(1);
}

await using cache = await testCache();
// Ctrl-C reaches the tests, too; this process has to stay until they and then the cache are gone.
Deno.addSignalListener("SIGINT", () => {});

const typesHold = await checkTypes();
const paths = Deno.args.length > 0 ? Deno.args : ["tests"];
const report = `${cache.folder}/report.xml`;
const { code } = await new Deno.Command(Deno.execPath(), {
  args: ["test", "--allow-all", "--no-check", "--parallel", `--junit-path=${report}`, ...paths],
  cwd: PROJECT,
  env: { ...cache.env, DENO_JOBS: JOBS },
}).spawn().status;

const { passed, failed, skipped } = await readReport(report);
const strict = Deno.env.get("PROFTPD_TEST_REQUIRE_ALL") === "1";
if (skipped.length > 0) {
  console.log(strict ? "\nSkipped, but required here:" : "\nSkipped:");
  for (const name of skipped) console.log(`  ${name}`);
}
// A failure outside of every test, such as an exception of a whole file, is not in the report.
const failures = Math.max(failed, code === 0 ? 0 : 1) + (typesHold ? 0 : 1) +
  (strict ? skipped.length : 0);
console.log(`\n${passed} passed, ${failures} failed, ${strict ? 0 : skipped.length} skipped`);
await cache[Symbol.asyncDispose]();
Deno.exit(failures === 0 ? 0 : 1);

/** Checks the types of everything, apart from the tests: one wrong type is no reason to run none. */
async function checkTypes(): Promise<boolean> {
  try {
    await deno(["check", "--quiet", PROJECT]);
    return true;
  } catch (error) {
    if (!(error instanceof DenoFailed)) throw error;
    console.error(error.message);
    return false;
  }
}
