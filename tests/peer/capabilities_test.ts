/**
 * mod_cap and RootRevoke: what a session may do to files that are not the user's.
 */
import { compare } from "./dialogue/compare.ts";
import { get } from "./dialogue/talk.ts";

/** What is only possible with one of root's rights, in a home with files of others. */
const steps = [
  ...["SIZE closed/file", "MDTM closed/file", "SITE CHMOD 640 others", "SITE CHGRP 99 mine"],
  ...["MKD closed/new", "RMD closed/new", "STAT closed", "TYPE I", get("RETR closed/file")],
  ...["DELE closed/file", "SITE CHMOD 755 closed", "MKD own", "SITE CHMOD 711 own", "DELE mine"],
];

async function furnish(home: string): Promise<void> {
  await Deno.mkdir(`${home}/closed`);
  for (const name of ["closed/file", "others", "mine"]) {
    await Deno.writeTextFile(`${home}/${name}`, `${name}\n`);
  }
  await Deno.chmod(`${home}/closed`, 0o700);
  await Deno.chmod(`${home}/others`, 0o644);
  await Deno.chown(`${home}/mine`, 20_001, 20_001);
  await Deno.chown(`${home}/others`, 99, 99);
}

const CONFIGS: Readonly<Record<string, string>> = {
  "by default": "",
  "without the engine": "RootRevoke on\nCapabilitiesEngine off\nCapabilitiesSet +CAP_CHOWN",
  "that are named, with RootRevoke on": "RootRevoke on\nCapabilitiesSet +CAP_DAC_OVERRIDE",
  "that are named, with no word of RootRevoke": "CapabilitiesSet +CAP_CHOWN +CAP_FOWNER",
  "to read everything": "RootRevoke off\nCapabilitiesSet +CAP_DAC_READ_SEARCH -CAP_CHOWN",
  "to do everything": "RootRevoke off\nCapabilitiesSet +cap_dac_override +CAP_FOWNER +CAP_CHOWN",
  "of owners": "RootRevoke off\nCapabilitiesSet -CAP_CHOWN +CAP_FOWNER",
  "in a server's own line": `RootRevoke off
<Global>
  CapabilitiesSet -CAP_CHOWN
</Global>
CapabilitiesSet +CAP_CHOWN`,
};

for (const [what, config] of Object.entries(CONFIGS)) {
  compare({
    name: `rights ${what} lead as far as the original's`,
    config: `DefaultRoot ~\n${config}`,
    users: [{ name: "alice", uid: 20_001, gid: 20_001 }],
    login: "alice",
    furnish,
    cases: { "files of others": steps },
  });
}
