/**
 * The flags of LIST, NLST and STAT: what the client sends before the path, and ListOptions.
 *
 * @module
 */

/** What the flags ask for. */
export interface ListFlags {
  /** Names with a leading dot: none, all (`-a`), all but `.` and `..` (`-A`). */
  readonly dots: "none" | "all" | "almost";
  /** `-l` (which LIST means by itself), `-1` or `-C`: the last one counts; undefined: none given. */
  readonly form: "long" | "single" | "columns" | undefined;
  /** `-t`, `-S`, `-U`. Unsorted beats time beats size. */
  readonly sort: "name" | "time" | "size" | "none";
  /** `-r`: only where the order is by time or size. */
  readonly reverse: boolean;
  /** Which time is shown and sorted by: `-u` access, `-c` status change. */
  readonly time: "mtime" | "atime" | "ctime";
  /** `-B`: bytes outside of printable ASCII as `\ooo`. */
  readonly escape: boolean;
  /** `-d`: a directory itself, not what is in it. */
  readonly self: boolean;
  /** `-F`: a letter for the type behind the name. */
  readonly classify: boolean;
  /** `-h`: sizes with units. */
  readonly human: boolean;
  /** `-L`: what links lead to. */
  readonly follow: boolean;
  /** `-n`: numbers for owners and groups. */
  readonly numeric: boolean;
  /** `-R`: subdirectories too. */
  readonly recursive: boolean;
}

/** The directive ListOptions as it applies to one command. */
export interface ListOptions {
  /** Flags such as `-a +R`: `-` sets them, `+` takes them away, from the client too. */
  readonly flags: string;
  /** Whether the client's own flags are ignored. */
  readonly strict: boolean;
  /** `LISTOnly`, `NLSTOnly`: `flags` and `strict` are for that command alone. */
  readonly only?: "LIST" | "NLST" | undefined;
  /** At most so many names in a listing. */
  readonly maxFiles?: number | undefined;
  /** At most so many directories in a listing, the first one counted. */
  readonly maxDirs?: number | undefined;
  /** At most so many levels with `-R`. */
  readonly maxDepth?: number | undefined;
  /** NLST sorts by name. */
  readonly sortedNlst?: boolean | undefined;
  /** Targets of links are shown as the client would have to name them, not as they are stored. */
  readonly adjustedSymlinks?: boolean | undefined;
}

/** No ListOptions at all. */
export const noListOptions: ListOptions = { flags: "", strict: false };

/** Letters that are set at a point of the command line, in the order they came. */
type Letters = readonly string[];

const known = "1AaBCcdFhLlnRrStUu";

/**
 * Takes the flags off the front of `argument`: words with a leading `-`, each with one blank behind
 * it. The rest is the path as it stands, its blanks included.
 */
export function splitFlags(argument: string): { flags: string; path: string } {
  let at = 0;
  while (argument[at] === "-") {
    const end = argument.slice(at).search(/[ \t]/);
    if (end < 0) return { flags: argument, path: "" };
    at += end + 1;
  }
  return { flags: argument.slice(0, at), path: argument.slice(at) };
}

/**
 * The meaning of the client's flags `sent` for `command` where `options` apply. ListOptions come
 * last, as in the original: a client cannot undo what they set or take away. STAT shows dot files
 * and the long format whatever anybody says.
 */
export function readFlags(
  command: "LIST" | "NLST" | "STAT",
  sent: string,
  options: ListOptions = noListOptions,
): ListFlags {
  const applies = options.only === undefined ||
    (options.only === "NLST") === (command === "NLST");
  let letters: Letters = options.strict && applies ? [] : apply([], sent);
  if (applies) letters = apply(letters, options.flags);
  if (command === "STAT") {
    letters = [...letters.filter((letter) => !"1CRdA".includes(letter)), "l", "a"];
  }
  const has = (letter: string) => letters.includes(letter);
  return {
    dots: has("a") ? "all" : has("A") ? "almost" : "none",
    form: formOf(letters),
    sort: has("U") ? "none" : has("t") ? "time" : has("S") ? "size" : "name",
    reverse: has("r"),
    time: has("c") ? "ctime" : has("u") ? "atime" : "mtime",
    escape: has("B"),
    self: has("d"),
    classify: has("F"),
    human: has("h"),
    follow: has("L"),
    numeric: has("n"),
    recursive: has("R"),
  };
}

/** `letters` after the words of `text`; letters that mean nothing are passed over, as ever. */
function apply(letters: Letters, text: string): Letters {
  let result = letters;
  for (const word of text.split(/[ \t]+/)) {
    for (const letter of word.slice(1)) {
      if (!known.includes(letter)) continue;
      result = result.filter((other) => other !== letter);
      if (word.startsWith("-")) result = [...result, letter];
    }
  }
  return result;
}

function formOf(letters: Letters): ListFlags["form"] {
  for (const letter of letters.toReversed()) {
    if (letter === "l") return "long";
    if (letter === "1") return "single";
    if (letter === "C") return "columns";
  }
  return undefined;
}
