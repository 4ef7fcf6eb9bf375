/**
 * A folder of its own for a test, gone with everything in it when the test ends.
 *
 * @module
 */

/** A temporary folder; `await using` removes it. */
export interface TempDir extends AsyncDisposable {
  /** Absolute path, without a slash at its end. */
  readonly path: string;
}

/**
 * Makes a folder under $TMPDIR or /tmp. Its mode is 0755: programs that run as another user can
 * reach what the test puts there, as they would reach /srv/ftp.
 */
export async function tempDir(): Promise<TempDir> {
  const path = await Deno.makeTempDir({ prefix: "proftpd-test-" });
  await Deno.chmod(path, 0o755);
  return {
    path,
    [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }),
  };
}
