/**
 * Snippets of proftpd.conf given to both programs' `-t`: same exit status, and the first error of
 * the original is the first one here. (The golden files do the same without our executables.)
 */
import assert from "node:assert/strict";
import { PROFTPD, run } from "../harness/programs.ts";
import { PEER_PROGRAM, test } from "../harness/requires.ts";
import { tempDir } from "../harness/temp_dir.ts";

const DSO = "LoadModule mod_ifversion.c\n";

/** A section that counts for each of `words`, or does not. */
function versions(...words: string[]): string[] {
  return words.map((words) => `${DSO}<IfVersion ${words}>\nBogus\n</IfVersion>\n`);
}

const CASES: Record<string, string[]> = {
  "versions are equal, or are not": versions(
    ...["1.3.8", "= 1.3.8", "== 1.3.8", "!= 1.3.8", "!== 1.3.7", "1.3.8a", "1.3.8b", "1.3", "= 1"],
    ...["= 1.3.8rc1", "=> 1.3.8", "=> 1.4", "= 01.03.08", '= "1.3.8"'],
  ),
  "versions are in an order": versions(
    ...["> 1.3.7", "> 1.3.8", ">= 1.3.8", "< 1.3.9", "<= 1.3.8", "< 1.3.8", "> 1.2", "< 2", "> 1"],
    ...[
      "> 1.3.8rc4",
      ">= 1.3.8rc4",
      "<= 1.3.8rc4",
      "> 1.3.8a",
      ">= 1.3.8a",
      "< 1.3.8c",
      "> 1.3.10",
    ],
    ...["!> 1.3.7", "!< 1.3.9", "!>= 1.4", "!<= 1.2", "> 1.3.9rc1", "< 1.3.9rc1", ">> 1.3.8"],
  ),
  "versions match patterns": versions(
    ...["/1.3.8/", "= /^1\\.3/", "~ 1.3", "~ ^1\\.3\\.[89]", "!= /1.3.8/", "!~ 1.3"],
  ),
  "versions that are none are errors": versions(
    ...[
      "!1.3.8",
      ">1.3.7",
      "! = 1.3.8",
      "",
      "=",
      "foo",
      "> foo",
      "> 1.3.x",
      "= 1.3.8 x",
      "1.3.8.0",
    ],
    ...["foo 1.3", "! 1.3.7", "!x 1.3.8", "> -1", "1.*", "> /1.3/"],
  ),
  "<IfVersion> nests, may stand anywhere, and may be left open": [
    `${DSO}<IfVersion > 1.4>\n<IfVersion > 1>\n</IfVersion>\nBogus\n</IfVersion>\nBogus2\n`,
    `${DSO}<IfVersion > 1.4>\nBogus\n`,
    `${DSO}<IfVersion > 1.2>\nUmask 022\n`,
    `${DSO}</IfVersion>\n`,
    `${DSO}<Limit ALL>\n<IfVersion > 1.2>\nDenyAll\n</IfVersion>\n</Limit>\n`,
    `${DSO}<Class x>\n<IfVersion > 1.2>\nFrom 1.2.3.4\n</IfVersion>\n</Class>\n`,
    `${DSO}<IfVersion > 1.2>\n<Limit ALL>\n</IfVersion>\nDenyAll\n</Limit>\n`,
  ],
  "variables are set and unset": [
    ...[
      "SetEnv",
      "SetEnv A",
      "SetEnv A b",
      "SetEnv A b c",
      'SetEnv "" x',
      "UnsetEnv",
      "UnsetEnv A",
    ],
    "<Anonymous /tmp>\nSetEnv A b\n</Anonymous>",
    "<Directory /x>\nUnsetEnv A\n</Directory>",
    "SetEnv P 9\nUmask 0%{env:P}",
    "SetEnv P 9\nUnsetEnv P\nUmask 0%{env:P}",
    "<Global>\nSetEnv P 9\n</Global>\nUmask 0%{env:P}",
    "<VirtualHost 127.0.0.5>\nSetEnv P 9\nUmask 0%{env:P}\n</VirtualHost>",
  ],
  "what tunes something is checked": [
    ...["RegexOptions", "RegexOptions Engine foo", "RegexOptions Engine pcre", "RegexOptions X 1"],
    ...["RegexOptions MatchLimit x", "RegexOptions MatchLimit -1", "RegexOptions MatchLimit 3 4"],
    ...[
      "Protocols",
      "Protocols ftp",
      "Protocols sftp",
      "Protocols foo",
      "FSOptions",
      "FSOptions x",
    ],
    ...["FSOptions IgnoreExtendedAttributes", "FSOptions IgnoreExtendedAttributes x"],
    ...["FSCachePolicy", "FSCachePolicy on", "FSCachePolicy x", "FSCachePolicy size 10"],
    ...["FSCachePolicy size 10 maxAge 5", "FSCachePolicy size x maxAge 5", "FSCachePolicy on off"],
    ...[
      "FSCachePolicy size 0 maxAge 0",
      "FSCachePolicy size 10 foo 5",
      "FSCachePolicy SIZE 1 MAXAGE 1",
    ],
    "<Limit ALL>\nFSCachePolicy off\n</Limit>",
    "<Anonymous /tmp>\nProtocols ftp\n</Anonymous>",
    "<Directory /x>\nRegexOptions MatchLimit 3\n</Directory>",
  ],
  "files of users that must not be used are errors": [
    "AuthUserFile /no/such/file",
    "AuthUserFile /etc/passwd",
    "AuthUserFile /etc",
    "AuthGroupFile /no/such/file",
    "AuthGroupFile /etc/group",
    "<Global>\nAuthUserFile /no/such/file\n</Global>",
  ],
  "what is legal stays so, whatever is said of it": [
    "RootLogin on\nUmask 000\nAllowForeignAddress on\nDefaultRoot /no/such/directory",
    "MasqueradeAddress 192.0.2.1\nTransferLog /no/such/directory/log\nServerName x",
    "<Limit ALL>\nAllowAll\nDenyAll\nAllowUser nobody-at-all\n</Limit>\n<Limit READ,DIRS>\n</Limit>",
    "<Anonymous /no/such/directory>\n</Anonymous>\n<Directory /nowhere>\nUmask 022\n</Directory>",
  ],
  "words are checked": [
    ...["UserAlias a", "UserAlias a b c", "PassivePorts 10 20", "PassivePorts 5000 4000"],
    ...["PassivePorts 5000", "DefaultTransferMode x", "ServerType x", "ProcessTitles x"],
    ...[
      "SyslogFacility x",
      "SyslogLevel x",
      "UseSendfile x",
      "UseSendfile 10 x",
      "UseSendfile 50%",
    ],
    ...[
      "UseSendfile 1 Kb",
      "MultilineRFC2228 x",
      "<Class c>\nMultilineRFC2228\nFrom 1.2.3.4\n</Class>",
    ],
  ],
  "there is one DefaultServer": [
    "DefaultServer on\nDefaultServer on",
    "DefaultServer off\nDefaultServer on",
    "DefaultServer on\n<VirtualHost 127.0.0.2>\nPort 2100\nDefaultServer on\n</VirtualHost>",
    "DefaultServer on\n<VirtualHost 127.0.0.2>\nPort 2100\nDefaultServer off\n</VirtualHost>",
  ],
  "one AuthOrder is enough": [
    "AuthOrder mod_auth_file.c\nAuthOrder mod_auth_unix.c",
    "<Global>\nAuthOrder mod_auth_file.c\nAuthOrder mod_auth_unix.c\n</Global>",
    "<VirtualHost 127.0.0.5>\nAuthOrder mod_auth_file.c\nAuthOrder mod_auth_unix.c\n</VirtualHost>",
    "AuthOrder",
  ],
  "lines may be written in many ways": [
    "\vServerName x",
    "ServerName\fx\nBogus",
    "ServerName x\\ \nBogus",
    "ServerName x\\\\\nBogus",
    "ServerName 'a b'",
    '"ServerName" x',
    'ServerName a"b c"\nBogus',
    "ServerName #b",
    "# a \\\nBogus",
    "<Limit ALL >\nDenyAll\n</Limit >",
    "<Limit ALL\nDenyAll\n</Limit>",
    "<Limit ALL>\nDenyAll\n</Limit> x",
    "<Directory /a>b>\nUmask 022\n</Directory>",
    "<Directory /x /y>\nUmask 022\n</Directory>",
    "<Directory ~>\nUmask 022\n</Directory>\n<Directory ~>\nUmask 077\n</Directory>",
    "<Anonymous /tmp>\n<Anonymous /var>\n</Anonymous>\n</Anonymous>",
    "<Directory /tmp>\n<Anonymous /var>\n</Anonymous>\n</Directory>",
    "<Global>\n<VirtualHost 127.0.0.1>\n</VirtualHost>\n</Global>",
    "<Class x y>\nFrom 1.2.3.4\n</Class>",
    ">",
    "</>",
  ],
};

for (const [name, texts] of Object.entries(CASES)) {
  test({
    name: `the original agrees: ${name}`,
    needs: ["peer"],
    async fn() {
      await using folder = await tempDir();
      const config = `${folder.path}/proftpd.conf`;
      for (const text of texts) {
        await Deno.writeTextFile(config, `DefaultAddress 127.0.0.1\n${text}\n`);
        const [ours, original] = await Promise.all(
          [PROFTPD, PEER_PROGRAM].map((program) => run(program, ["-t", "-c", config])),
        );
        assert.equal(ours.code, original.code, `${text}\n${ours.stderr}\n${original.stderr}`);
        const [expected] = fatal(original.stderr);
        const [first] = fatal(ours.stderr);
        // Ours may have a hint behind it.
        assert.ok(expected === undefined || first?.startsWith(expected), `${first}\n${expected}`);
      }
    },
  });
}

function fatal(stderr: string): string[] {
  return [...stderr.matchAll(/ fatal: (.*)$/gm)].map(([, message]) => message ?? "");
}
