/**
 * `Protocols`: which protocols a server is for.
 *
 * @module
 */

import type { Directive } from "../../config/mod.ts";

const PROTOCOLS = ["ftp", "ftps", "sftp", "scp"];

/**
 * `Protocols protocol1 ...`. ProFTPD 1.3.8 takes any words and asks none of them before it speaks
 * FTP: they are for modules that speak something else. So a list without `ftp` changes nothing, and
 * the check says so.
 */
export const protocols: Directive<readonly string[]> = {
  name: "Protocols",
  contexts: ["server", "vhost", "global"],
  syntax: "Protocols protocol1 ...",
  fallback: [],
  parse(args) {
    if (args.words.length === 0) args.fail("wrong number of parameters");
    const words = args.words.map((word) => word.toLowerCase());
    const stranger = args.words.find((_, index) => !PROTOCOLS.includes(words[index]));
    if (stranger !== undefined) {
      args.warn(`unknown protocol '${stranger}'`, `known ones are ${PROTOCOLS.join(", ")}`);
    }
    if (!words.includes("ftp")) {
      args.warn("FTP is spoken all the same, as by ProFTPD", "Port 0 switches a server off");
    }
    return words;
  },
};
