/**
 * Listings by the names in them: what is shown, whatever it looks like.
 *
 * @module
 */
import { stringOf } from "../../../src/libc/bytes.ts";
import type { Step } from "./talk.ts";

/** Opens a data connection, gives `line` and notes the names that come, sorted. */
export function namesOf(line: string): Step {
  return async (talk) => {
    await using data = await talk.data();
    const code = await talk.begin(line);
    if (data === undefined || code < 100 || code >= 200) return;
    const rows = stringOf(await data.readAll()).split("\r\n").filter((row) => row !== "");
    const names = rows.map((row) => row.replace(/ -> .*/, "").split(" ").at(-1)).sort();
    talk.notes.push(`names ${names.join(" ")}`);
    await talk.hear();
  };
}
