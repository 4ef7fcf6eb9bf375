/**
 * `Include` and `IncludeOptions`: the files that a line stands for, read in its place.
 *
 * @module
 */

import { at } from "./error.ts";
import type { Findings } from "./findings.ts";
import { expandInclude, INCLUDE_OPTIONS, type IncludeOption } from "./include.ts";
import { reasonOf, type Source } from "./source.ts";
import type { Place } from "./tree.ts";

/** Included files may be nested this deep; more is taken for a loop. */
const DEEPEST_INCLUDE = 64;

/** The included files of one reading. */
export class Inclusion {
  readonly #source: Source;
  readonly #findings: Findings;
  readonly #read: (file: string, text: string) => void;
  readonly #tell: (depth: number, text: string) => void;
  readonly #options = new Set<IncludeOption>();
  readonly #openFiles: string[];

  /** `main` is the file that the reading began with; `read` reads a text where the line stands. */
  constructor(
    main: string,
    source: Source,
    findings: Findings,
    read: (file: string, text: string) => void,
    tell: (depth: number, text: string) => void,
  ) {
    this.#openFiles = [main];
    this.#source = source;
    this.#findings = findings;
    this.#read = read;
    this.#tell = tell;
  }

  /** The line `Include path`. */
  include(words: readonly string[], place: Place): void {
    if (words.length < 2) return this.#findings.error("Include", "missing parameters", place);
    const path = words[1];
    if (!path.startsWith("/")) {
      const reason = `unable to use path for configuration file '${path}'`;
      return this.#findings.error("Include", reason, place, "the path must be absolute");
    }
    const included = expandInclude(path, this.#source, this.#options);
    if ("refused" in included) {
      const reason = `error including '${path}': ${included.refused}`;
      const hint = "IncludeOptions IgnoreWildcards forbids patterns in names of directories";
      return this.#findings.error("Include", reason, place, hint);
    }
    if ("missing" in included) return this.#notIncluded(path, included.missing, place);
    if (included.files.length === 0) {
      this.#tell(3, `Include: no file is called '${path}' ${at(place)}`);
    }
    for (const file of included.files) this.#includeFile(file, place);
  }

  /** The line `IncludeOptions word ...`; each starts anew, as in the original. */
  setOptions(words: readonly string[], place: Place): void {
    if (words.length < 2) {
      return this.#findings.error("IncludeOptions", "wrong number of parameters", place);
    }
    this.#options.clear();
    for (const word of words.slice(1)) {
      const option = INCLUDE_OPTIONS.find((option) => option === word);
      if (option === undefined) {
        const hint = `expected ${INCLUDE_OPTIONS.join(", ")}`;
        this.#findings.error("IncludeOptions", `unknown IncludeOption '${word}'`, place, hint);
      } else this.#options.add(option);
    }
  }

  #includeFile(file: string, place: Place): void {
    if (this.#openFiles.includes(file) || this.#openFiles.length >= DEEPEST_INCLUDE) {
      return this.#findings.error("Include", `'${file}' includes itself`, place);
    }
    let text: string;
    try {
      text = this.#source.read(file);
    } catch (error) {
      return this.#notIncluded(file, reasonOf(error), place);
    }
    this.#tell(2, `Include: reading '${file}' ${at(place)}`);
    this.#openFiles.push(file);
    this.#read(file, text);
    this.#openFiles.pop();
  }

  #notIncluded(path: string, reason: string, place: Place): void {
    this.#findings.report("warning", {
      message: `unable to include '${path}': ${reason}`,
      place,
      hint: `Include ${at(place)}`,
    });
  }
}
