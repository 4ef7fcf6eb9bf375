/**
 * A configuration with several mistakes: one `-t`, and one start, tell all of them, and nothing that
 * only follows from one of them.
 */
import assert from "node:assert/strict";
import { makeCertificate } from "../../harness/certificates.ts";
import { prepare } from "../../harness/prepared.ts";
import { test } from "../../harness/requires.ts";

/** Files that are missing, and names that nobody knows: facts, whatever is wrong elsewhere. */
const MISSING = `SystemLog /nowhere/system.log
User no-such-user
MasqueradeAddress no-such-name.invalid
<VirtualHost no-such-server.invalid>
  AuthUserFile /nowhere/passwd
  TLSEngine on
  TLSRSACertificateFile /nowhere/server.crt
</VirtualHost>
`;

const TOLD = [
  "fatal: User: Unknown user 'no-such-user'",
  "fatal: unable to open SystemLog '/nowhere/system.log': No such file or directory",
  "fatal: AuthUserFile: unable to use /nowhere/passwd: No such file or directory",
  "fatal: <VirtualHost>: error resolving 'no-such-server.invalid': No such file or directory",
  'warning: MasqueradeAddress: unable to resolve "no-such-name.invalid"',
  "fatal: TLSRSACertificateFile: unable to read '/nowhere/server.crt': No such file or directory",
];

interface Mistake {
  readonly name: string;
  readonly line: string;
  readonly told: string;
}

const MISTAKES: readonly Mistake[] = [
  { name: "a value is wrong", line: "Umask 9", told: "fatal: Umask: '9' is not a valid umask" },
  {
    name: "a name is not known",
    line: "Umaskk 022",
    told: "fatal: unknown configuration directive 'Umaskk'",
  },
  {
    name: "a line stands where it must not",
    line: "<Directory />\nPort 21\n</Directory>",
    told: "fatal: Port: directive not allowed in <Directory> context",
  },
];

/** What was said, without when, by whom and where. */
function sayings(stderr: string): string[] {
  return stderr.trimEnd().split("\n").map((line) =>
    line.replace(/^.*?: (?=fatal|warning)/, "").replace(/ on line \d+ of .*/, "")
  );
}

for (const { name, line, told } of MISTAKES) {
  test({
    name: `files that are missing are told where ${name}, too`,
    needs: [],
    async fn() {
      await using place = await prepare({ config: `${line}\n${MISSING}` });
      for (const args of [["-t"], []]) {
        const { code, stderr } = await place.launch(...args);
        const said = sayings(stderr).filter((one) => [told, ...TOLD].includes(one));
        assert.deepEqual(said, [told, ...TOLD], stderr);
        assert.equal(code, 1);
      }
    },
  });
}

interface Consequence {
  readonly name: string;
  config(folder: string): string;
  /** The directives that are complained of. */
  readonly about: readonly string[];
}

const CONSEQUENCES: readonly Consequence[] = [
  {
    name: "no certificate",
    config: () => "TLSEngine on\nTLSRSACertificateFile",
    about: ["TLSRSACertificateFile"],
  },
  {
    name: "no certificate, since nobody knows its line",
    config: () => "TLSEngine on\nTLSRSACertificatFile /nowhere",
    about: ["unknown configuration directive 'TLSRSACertificatFile'"],
  },
  {
    name: "no certificate, since its line stands elsewhere",
    config: () => "TLSEngine on\n<Directory />\nTLSRSACertificateFile /nowhere\n</Directory>",
    about: ["TLSRSACertificateFile"],
  },
  {
    name: "no key in a file of certificates",
    config: (folder) =>
      `TLSEngine on\nTLSECCertificateFile ${makeCertificate(folder).certificate}\n` +
      `TLSECCertificateKeyFil ${folder}/server.key`,
    about: ["unknown configuration directive 'TLSECCertificateKeyFil'"],
  },
  {
    name: "no table of bans",
    config: () => "BanEngine on\nBanTable relative",
    about: ["BanTable"],
  },
  {
    name: "no table of bans, since nobody knows its line",
    config: (folder) => `BanEngine on\nBanTabel ${folder}/ban.table`,
    about: ["unknown configuration directive 'BanTabel'"],
  },
  {
    name: "permissions that AuthFileOptions may allow",
    config: (folder) => `AuthUserFile ${openFile(folder)}\nAuthFileOption InsecurePerms`,
    about: ["unknown configuration directive 'AuthFileOption'"],
  },
  {
    name: "permissions that a line with errors may allow",
    config: (folder) => `AuthUserFile ${openFile(folder)}\nAuthFileOptions InsecurePermss`,
    about: ["AuthFileOptions"],
  },
  {
    name: "limits without a scoreboard of a line with errors",
    config: () => "ScoreboardFile relative\nMaxClients 3",
    about: ["ScoreboardFile"],
  },
];

/** A file of users that everybody may read. */
function openFile(folder: string): string {
  const path = `${folder}/open-passwd`;
  Deno.writeTextFileSync(path, "");
  Deno.chmodSync(path, 0o644);
  return path;
}

for (const { name, config, about } of CONSEQUENCES) {
  test({
    name: `what a line in error makes of others is not told: ${name}`,
    needs: ["openssl"],
    async fn() {
      await using place = await prepare({ config: ({ folder }) => config(folder) });
      const { code, stderr } = await place.launch("-t");
      const errors = sayings(stderr).filter((one) => one.startsWith("fatal: "));
      const subjects = errors.map((one) => one.slice("fatal: ".length).replace(/: .*/, ""));
      assert.deepEqual(subjects, about, stderr);
      assert.equal(code, 1);
    },
  });
}

test({
  name: "a key that is another certificate's is told beside a wrong value",
  needs: ["openssl"],
  async fn() {
    await using place = await prepare({
      config({ folder }) {
        const { certificate } = makeCertificate(folder);
        const { key } = makeCertificate(folder, { name: "other" });
        return `TLSEngine on\nTLSECCertificateFile ${certificate}\nTLSECCertificateKeyFile ${key}\n` +
          "Umask 9";
      },
    });
    const { stderr } = await place.launch("-t");
    assert.match(stderr, /fatal: Umask: '9' is not a valid umask/);
    assert.match(stderr, /fatal: TLSECCertificateKeyFile: unable to use .*: key values mismatch/);
  },
});

test({
  name: "nobody is asked for the pass phrase of a key where there are errors already",
  needs: ["openssl"],
  async fn() {
    await using place = await prepare({
      config({ folder }) {
        const { certificate, key } = makeCertificate(folder);
        const provider = `${folder}/provider`;
        Deno.writeTextFileSync(provider, `#!/bin/sh\ntouch ${folder}/asked\necho secret\n`);
        Deno.chmodSync(provider, 0o755);
        const encrypted = `${folder}/encrypted.key`;
        const phrase = ["-aes256", "-passout", "pass:secret"];
        const { success } = new Deno.Command("openssl", {
          args: ["ec", "-in", key, ...phrase, "-out", encrypted],
          stderr: "null",
        }).outputSync();
        assert.ok(success);
        return `TLSEngine on\nTLSECCertificateFile ${certificate}\n` +
          `TLSECCertificateKeyFile ${encrypted}\nTLSPassPhraseProvider ${provider}\nUmask 9`;
      },
    });
    const { stderr } = await place.launch("-t");
    const errors = sayings(stderr).filter((one) => one.startsWith("fatal: "));
    assert.deepEqual(errors, ["fatal: Umask: '9' is not a valid umask"]);
    assert.throws(() => Deno.statSync(`${place.folder}/asked`), Deno.errors.NotFound);
  },
});

test({
  name: "-t gives its advice where values are wrong, and none about those lines",
  needs: [],
  async fn() {
    const config = "Umask 9\nTrace DEFAULT:x\nDefaultRoot\nRootLogin on\nSystemLog /nowhere/log";
    await using place = await prepare({ config });
    const { stderr } = await place.launch("-t");
    assert.match(stderr, /warning: RootLogin: /);
    assert.doesNotMatch(stderr, /warning: (SystemLog|Umask|DefaultRoot|Trace)/);
    const { stderr: atStart } = await place.launch();
    assert.doesNotMatch(atStart, /warning: RootLogin/);
  },
});
