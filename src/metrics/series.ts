/**
 * One series of a metric in the text form of Prometheus: `name{label="value"}`.
 *
 * @module
 */

import { utf8 } from "../libc/bytes.ts";
import { charactersOf } from "../libc/utf8_text.ts";
import type { Family } from "./families.ts";

/** The series of `family` with these values for its labels, in their order. Values are byte strings. */
export function seriesOf(
  family: Family,
  values: readonly string[],
  suffix = "",
  le?: string,
): string {
  const labels = family.labels.map((label, index) => `${label}="${escaped(values[index] ?? "")}"`);
  if (le !== undefined) labels.push(`le="${le}"`);
  const name = family.name + suffix;
  return labels.length === 0 ? name : `${name}{${labels.join(",")}}`;
}

/**
 * What may stand between the quotes: no control characters, and UTF-8, or Prometheus takes nothing of
 * the page; a byte that is none becomes U+FFFD.
 */
function escaped(value: string): string {
  return utf8(charactersOf(value.replace(/[^ -~\x80-\xff]/g, "?"))).replace(/["\\]/g, "\\$&");
}
