/**
 * Looking at a configuration that may have errors.
 *
 * @module
 */

import { ConfigError } from "./error.ts";

/**
 * What `look` gives; undefined where it comes upon a line whose words are wrong: that is a finding
 * already, and what would follow from it is not to be told.
 */
export function wellFormed<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch (error) {
    if (error instanceof ConfigError) return undefined;
    throw error;
  }
}
