/**
 * What a test needs from the machine it runs on, and what happens when that is not there.
 *
 * A test that lacks something is not silently left out: it is registered as ignored, with the
 * missing things in its name, so that every report says what to install. `deno task test` turns
 * each of them into a failure when `PROFTPD_TEST_REQUIRE_ALL=1`.
 *
 * @module
 */

/**
 * Something a test may need:
 * - `"root"`: effective user 0;
 * - `"peer"`: the original server, /usr/sbin/proftpd;
 * - `"/absolute/path"`: that file;
 * - anything else: a command of that name on PATH.
 */
export type Need = string;

/** A test with needs; everything else as in `Deno.TestDefinition`. */
export interface NeedyTest extends Deno.TestDefinition {
  needs: readonly Need[];
}

/** The original server that peer tests compare with. */
export const PEER_PROGRAM = "/usr/sbin/proftpd";

const known = new Map<Need, boolean>();

/** Registers `definition` with Deno.test; ignored, and named after what is missing, if need be. */
export function test(definition: NeedyTest): void {
  const { needs, ...rest } = definition;
  const lacking = missing(needs);
  if (lacking.length === 0) {
    Deno.test(rest);
  } else {
    Deno.test({ ...rest, name: `${rest.name} [missing: ${lacking.join(", ")}]`, ignore: true });
  }
}

/** Those of `needs` that this machine does not have, in words for a person. */
export function missing(needs: readonly Need[]): string[] {
  return needs.filter((need) => !isThere(need)).map((need) =>
    need === "peer" ? PEER_PROGRAM : need
  );
}

function isThere(need: Need): boolean {
  const answer = known.get(need) ?? look(need);
  known.set(need, answer);
  return answer;
}

function look(need: Need): boolean {
  if (need === "root") return Deno.uid() === 0;
  if (need === "peer") return isFile(PEER_PROGRAM);
  if (need.startsWith("/")) return isFile(need);
  const folders = `${Deno.env.get("PATH") ?? ""}:/usr/sbin:/sbin`.split(":");
  return folders.some((folder) => folder !== "" && isFile(`${folder}/${need}`));
}

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) {
      return false;
    }
    if (error instanceof Deno.errors.PermissionDenied) return false;
    throw error;
  }
}
