/**
 * Lines of passwd(5) and group(5) files, and what is done to the entry of one name in them. Other
 * lines, comments and broken ones too, stay as they are and where they are.
 *
 * @module
 */

/** Why an entry cannot be changed as asked; the message is without the program's name. */
export class EntryRefused extends Error {
  override readonly name = "EntryRefused";

  /** `status` is what the program ends with. */
  constructor(message: string, readonly status: number) {
    super(message);
  }
}

/** Fields of an entry that change; the others stay. */
export type Fields = Readonly<Record<number, string>>;

/** Places of fields in passwd(5); name, password and group id are the first, second and fourth. */
export const PASSWD = {
  password: 1,
  uid: 2,
  gid: 3,
  gecos: 4,
  home: 5,
  shell: 6,
  count: 7,
} as const;
/** Places of fields in group(5). */
export const GROUP = { password: 1, gid: 2, members: 3, count: 4 } as const;

/** The fields of the entry of `name`: the first one, which is the one that counts. */
export function entryOf(lines: readonly string[], name: string): readonly string[] | undefined {
  return lines.find((line) => line.startsWith(`${name}:`))?.split(":");
}

/** `lines` with `fields` in the entry of `name`, which is added where there is none. */
export function withEntry(
  lines: readonly string[],
  name: string,
  count: number,
  fields: Fields,
): string[] {
  const before = entryOf(lines, name);
  const after = Array.from(
    { length: Math.max(count, before?.length ?? 0) },
    (_, at) => at === 0 ? name : fields[at] ?? before?.[at] ?? "",
  ).join(":");
  if (before === undefined) return [...lines, after];
  const at = lines.findIndex((line) => line.startsWith(`${name}:`));
  return lines.with(at, after);
}

/** `lines` without the entries of `name`: a later one must not take the place of the first. */
export function withoutEntry(lines: readonly string[], name: string): string[] {
  return lines.filter((line) => !line.startsWith(`${name}:`));
}

/** A password that no password gives. */
export function locked(password: string): string {
  return password.startsWith("!") ? password : `!${password}`;
}

/** The password as it was before it was locked. Throws `EntryRefused` where there was none. */
export function unlocked(password: string): string {
  const before = password.replace(/^!+/, "");
  if (before === "") {
    throw new EntryRefused("error: without a password the account would be open to everybody", 255);
  }
  return before;
}
