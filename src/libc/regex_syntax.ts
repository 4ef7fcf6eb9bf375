/**
 * Patterns as administrators write them, in the syntax of the C library.
 *
 * Debian's build of the original hands its patterns to PCRE2, other builds to regcomp(3), and both
 * kinds are found in the wild. What PCRE adds is rewritten here where POSIX can say it; what it
 * cannot say is refused. Passed on as it is, `\d` would be taken for the letter d, and a filter would
 * let through what it is there to stop.
 *
 * @module
 */

/** A pattern for regcomp(3) with REG_EXTENDED. */
export interface PosixPattern {
  readonly source: string;
  /** Whether the pattern itself asks for either case, by `(?i)` at its start. */
  readonly ignoreCase: boolean;
}

/** A construct that POSIX has no word for. */
export class UnsupportedSyntax extends Error {
  override readonly name = "UnsupportedSyntax";
}

/** Rewrites `pattern`; throws `UnsupportedSyntax`. Whether it is well formed is for regcomp to say. */
export function posixPattern(pattern: string): PosixPattern {
  const ignoreCase = pattern.startsWith("(?i)");
  return { source: new Rewriter(ignoreCase ? pattern.slice(4) : pattern).run(), ignoreCase };
}

/** Classes by their letter, as members of a bracket expression. */
const CLASSES: Readonly<Record<string, string>> = {
  d: "0-9",
  h: " \t",
  s: "[:space:]",
  w: "[:alnum:]_",
};

/** Control characters by their letter. */
const CONTROLS: Readonly<Record<string, string>> = {
  a: "\x07",
  e: "\x1b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

/** What stands between two characters: the letters that glibc knows as well, or its own for them. */
const ASSERTIONS: Readonly<Record<string, string>> = {
  A: "^",
  B: "\\B",
  Z: "$",
  b: "\\b",
  z: "$",
};

/** One pass over a pattern. */
class Rewriter {
  #at = 0;
  #out = "";

  constructor(private readonly pattern: string) {}

  run(): string {
    while (this.#at < this.pattern.length) this.#step();
    return this.#out;
  }

  #step(): void {
    const { pattern } = this;
    const char = pattern[this.#at];
    if (char === "\\") this.#escape();
    else if (char === "[") this.#bracket();
    else if (char === "(" && pattern[this.#at + 1] === "?") this.#group();
    else if (/[*+?}]/.test(char)) this.#quantifier(char);
    else {
      this.#out += char;
      this.#at++;
    }
  }

  #escape(): void {
    const letter = this.pattern[this.#at + 1] ?? "";
    const lower = letter.toLowerCase();
    if (letter in ASSERTIONS) {
      this.#out += ASSERTIONS[letter];
      this.#at += 2;
    } else if (lower in CLASSES) {
      this.#out += `[${letter === lower ? "" : "^"}${CLASSES[lower]}]`;
      this.#at += 2;
    } else if (/[1-9]/.test(letter)) {
      this.#out += `\\${letter}`; // what the group of that number matched
      this.#at += 2;
    } else {
      this.#out += literal(this.#character());
    }
  }

  /** Reads an escape that stands for one character. */
  #character(): string {
    const rest = this.pattern.slice(this.#at + 1);
    const [hex, digits] = /^x([0-9A-Fa-f]{1,2})/.exec(rest) ?? [];
    if (hex !== undefined) {
      this.#at += 1 + hex.length;
      return String.fromCharCode(parseInt(digits, 16));
    }
    const letter = rest[0] ?? "";
    if (/[0-9A-Za-z]/.test(letter) && !(letter in CONTROLS)) unsupported(`\\${letter}`);
    this.#at += 2;
    return CONTROLS[letter] ?? letter;
  }

  /** `(?:` groups without being counted; nothing refers to a group that POSIX counts in addition. */
  #group(): void {
    const { pattern } = this;
    if (pattern[this.#at + 2] !== ":" || /\\[1-9]/.test(pattern)) {
      unsupported(pattern.slice(this.#at, this.#at + 3));
    }
    this.#out += "(";
    this.#at += 3;
  }

  /** Whether a quantifier is greedy makes no difference to whether a text matches. */
  #quantifier(char: string): void {
    this.#out += char;
    this.#at++;
    const next = this.pattern[this.#at];
    if (next === "?") this.#at++;
    else if (next === "+") unsupported(`${char}+`);
  }

  /** A set: in POSIX a backslash in it is a backslash, and `]`, `^` and `-` have their places. */
  #bracket(): void {
    const { pattern } = this;
    const start = this.#at++;
    let negation = "";
    if (pattern[this.#at] === "^") {
      negation = "^";
      this.#at++;
    }
    const members: Member[] = [];
    while (members.length === 0 || pattern[this.#at] !== "]") {
      if (this.#at >= pattern.length) {
        this.#out += pattern.slice(start); // never closed: regcomp has a message for that
        return;
      }
      members.push(this.#member());
    }
    this.#at++;
    this.#out += setOf(negation, members);
  }

  #member(): Member {
    const { pattern } = this;
    const named = /^\[([:.=])[^\]]*?\1\]/.exec(pattern.slice(this.#at));
    if (named) {
      this.#at += named[0].length;
      return { text: named[0] };
    }
    const letter = pattern[this.#at] === "\\" ? pattern[this.#at + 1] ?? "" : "";
    if (letter in CLASSES) {
      this.#at += 2;
      return { text: CLASSES[letter] };
    }
    if (/[DHSW]/.test(letter)) unsupported(`\\${letter} in []`);
    const first = this.#memberCharacter();
    const next = pattern[this.#at + 1];
    if (pattern[this.#at] !== "-" || next === "]" || next === undefined) return { char: first };
    this.#at++;
    const last = this.#memberCharacter();
    return { text: `${rangeEnd(first)}-${rangeEnd(last)}` };
  }

  #memberCharacter(): string {
    const char = this.pattern[this.#at];
    if (char !== "\\" || this.#at + 1 >= this.pattern.length) {
      this.#at++;
      return char;
    }
    if (this.pattern[this.#at + 1] === "b") unsupported("\\b in []");
    return this.#character();
  }
}

/** A part of a set: one character, or something that is written as it is. */
type Member = { readonly char: string } | { readonly text: string };

function setOf(negation: string, members: readonly Member[]): string {
  const chars = new Set(members.flatMap((member) => "char" in member ? [member.char] : []));
  const special = ["]", "^", "-", "["];
  const plain = [...chars].filter((char) => !special.includes(char)).join("");
  const texts = members.map((member) => "text" in member ? member.text : "").join("");
  const [close, caret, dash, open] = special.map((char) => chars.has(char) ? char : "");
  const inside = close + plain + texts + open + caret + dash;
  if (negation === "" && inside === "^") return "\\^"; // at the front it would negate
  if (negation === "" && inside === "^-") return "[-^]";
  return `[${negation}${inside}]`;
}

/** An end of a range, in the form in which no character means anything else. */
function rangeEnd(char: string): string {
  return /[\]\-[^]/.test(char) ? `[.${char}.]` : char;
}

function literal(char: string): string {
  if (char === "\0") unsupported("a NUL byte");
  if (char === "") unsupported("a backslash at the end");
  return /[.[\]()*+?{}|^$\\]/.test(char) ? `\\${char}` : char;
}

function unsupported(what: string): never {
  throw new UnsupportedSyntax(`${what} is not supported`);
}
