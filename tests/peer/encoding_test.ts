/**
 * UseEncoding with two character sets: names on the disk in the one, names for the client in the other.
 */
import { type Case, compare } from "./dialogue/compare.ts";
import { get, put, type Step } from "./dialogue/talk.ts";
import type { Server } from "../harness/server.ts";

/** Both a word in UTF-8, the second one without a place in ISO-8859-1. */
const [FOLDER, EURO] = ["d\u00fcr", "eu\u20acro"];
const UTF8 = { folder: "d\xc3\xbcr", name: "m\xc3\xbcll", euro: "eu\xe2\x82\xacro" };
const LATIN1 = { folder: "d\xfcr", name: "m\xfcll" };
const LISTS: readonly Step[] = [get("LIST"), get("NLST"), get("MLSD"), "STAT ."];

async function furnish(home: string, { accounts: [{ uid, gid }] }: Server): Promise<void> {
  await Deno.mkdir(`${home}/${FOLDER}`);
  await Deno.writeTextFile(`${home}/${EURO}`, "text");
  await Deno.writeTextFile(`${home}/${FOLDER}/file`, "text");
  for (const path of [FOLDER, EURO, `${FOLDER}/file`]) {
    await Deno.chown(`${home}/${path}`, uid, gid);
    await Deno.utime(`${home}/${path}`, new Date("2020-02-03"), new Date("2020-02-03"));
  }
}

/** Every command with a path, the names as a client has them. */
function everywhere({ folder, name }: typeof LATIN1): Step[] {
  return [
    ...["FEAT", "TYPE I", put(`STOR ${name}`), put(`APPE ${name}`), get(`RETR ${name}`)],
    ...[`SIZE ${name}`, `MDTM ${name}`, `MFMT 20260101000000 ${name}`],
    ...[`MFF UNIX.mode=0600; ${name}`, `SITE CHMOD 640 ${name}`, `MLST ${name}`, `STAT ${name}`],
    ...[get(`NLST ${folder}`), get(`LIST ${folder}`), get(`LIST -d ${folder[0]}*`)],
    ...[get(`NLST ${name.slice(0, -2)}*`), `CWD ${folder}`, "PWD", "CDUP"],
    ...[`RNFR ${name}`, `RNTO ${folder}/${name}`, `DELE ${folder}/${name}`, `DELE ${folder}`],
    ...[`SITE CPFR ${folder}/file`, `SITE CPTO ${name}`, `SITE MKDIR ${name}${name}`],
    ...LISTS,
    `RMD ${name}${name}`,
  ];
}

const cases = (
  own: typeof LATIN1,
  other: typeof LATIN1,
): Record<string, readonly Step[] | Case> => ({
  "names of the client's": everywhere(own),
  "names of the disk's": [
    ...["TYPE I", get(`RETR ${other.name}`), `SIZE ${UTF8.euro}`],
    ...[put(`STOR ${other.name}`), put("STOR \xfe\xfe"), ...LISTS],
  ],
  "OPTS UTF8": [
    ...["OPTS UTF8 ON", ...LISTS, `SIZE ${UTF8.euro}`],
    ...["OPTS UTF8 OFF", ...LISTS, `CWD ${own.folder}`, "PWD"],
  ],
});

const modules = "LoadModule mod_copy.c\nLoadModule mod_site_misc.c\nDefaultRoot ~\n" +
  "AllowOverwrite on\nAllowStoreRestart on\n";

for (const more of ["", " strict", "\nLangOptions PreferServerEncoding"]) {
  compare({
    name: `a client of ISO-8859-1 finds what is on the disk in UTF-8 ${more.trim()}`,
    env: { LANG: "C" },
    config: `UseEncoding UTF-8 ISO-8859-1${more}\n${modules}`,
    login: "alice",
    ignoreLog: /mod_lang/,
    furnish,
    session: "each",
    cases: cases(LATIN1, UTF8),
  });
}

compare({
  name: "a client of UTF-8 finds what is on the disk in ISO-8859-1",
  env: { LANG: "C" },
  config: `UseEncoding ISO-8859-1 UTF-8\n${modules}`,
  login: "alice",
  ignoreLog: /mod_lang/,
  session: "each",
  cases: {
    "names of both": [
      ...["TYPE I", put(`STOR ${UTF8.name}`), put(`STOR ${LATIN1.name}`), put("STOR \xff")],
      ...[put(`STOR ${UTF8.euro}`), `SITE MKDIR ${UTF8.folder}`, ...LISTS, `CWD ${UTF8.folder}`],
      ...["PWD", "CDUP", `SIZE ${UTF8.name}`, `RNFR ${UTF8.name}`, `RNTO ${UTF8.folder}/x`],
      ...["OPTS UTF8 ON", `CWD ${UTF8.folder}`, "PWD", "CDUP"],
      ...["OPTS UTF8 OFF", get(`NLST ${UTF8.folder}`), "OPTS UTF8 ON", get(`LIST ${UTF8.folder}`)],
    ],
  },
});

compare({
  name: "RequireValidEncoding refuses names that are no text",
  env: { LANG: "C" },
  config: `UseEncoding ISO-8859-1 UTF-8\nLangOptions RequireValidEncoding\n${modules}`,
  login: "alice",
  ignoreLog: /mod_lang/,
  session: "each",
  cases: {
    "names of both": [
      ...["TYPE I", "CWD \xff", put("STOR bad\xff"), "MKD \xc3", get("RETR \xff"), "DELE \xff"],
      ...["RNFR \xff", "NOOP \xff", put(`STOR ${UTF8.name}`), `SIZE ${UTF8.name}`],
    ],
  },
});
