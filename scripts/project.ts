/**
 * Where the project is.
 *
 * @module
 */

/** The folder of `deno.json`, without a slash at its end. */
export const PROJECT = decodeURIComponent(new URL("..", import.meta.url).pathname)
  .replace(/\/$/, "");
