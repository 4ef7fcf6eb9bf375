/**
 * The sub-commands of SITE that mod_site.c has itself. HELP tells of these alone, and of what other
 * modules add in another way.
 *
 * @module
 */

/** In the original's order. */
export const ownWords: readonly string[] = ["HELP", "CHGRP", "CHMOD"];
