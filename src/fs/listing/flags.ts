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

/** What isspace(3) calls blank. */
const BLANK = /[ \t\n\v\f\r]/;
const NO_BLANK = /[^ \t\n\v\f\r]/;
/** What flags are made of, whether they mean anything or not. */
const LETTER = /[A-Za-z0-9]/;

/**
 * Takes the flags off the front of `argument`: words of a `-` and letters and digits, blanks before
 * and between them. They end for good with the first character that is none of these (`-l/dir`). The
 * rest is the path as it stands. Of the blanks behind the flags the first one is taken, or all of them
 * where the second character is no space; of anything else the first character where a space follows
 * it. All as in the original.
 */
export function splitFlags(argument: string): { flags: string; path: string } {
  let path = 0;
  for (let at = skip(BLANK, argument, 0); argument[at] === "-"; at = skip(BLANK, argument, path)) {
    const end = skip(LETTER, argument, at + 1);
    const behind = skip(BLANK, argument, end);
    path = argument[end] !== "-" && argument[end + 1] === " " ? end + 1 : behind;
    if (behind === end && argument[end] !== "-") break;
  }
  return { flags: argument.slice(0, path), path: argument.slice(path) };
}

/**
 * The path in the argument of STAT. A word with a `-` at the very start means nothing, whatever is in
 * it, nor do the blanks in front of the path.
 */
export function pathForStat(argument: string): string {
  const start = argument.startsWith("-") ? skip(NO_BLANK, argument, 0) : 0;
  return argument.slice(skip(BLANK, argument, start));
}

/** The first place from `at` on where `text` has no character that `kind` matches. */
function skip(kind: RegExp, text: string, at: number): number {
  let end = at;
  while (kind.test(text[end] ?? "")) end++;
  return end;
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
  for (const word of text.split(BLANK)) {
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
