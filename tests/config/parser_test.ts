import assert from "node:assert/strict";
import fc from "fast-check";
import {
  checkConfiguration,
  type Context,
  type Directive,
  parseFtpaccess,
  type Source,
} from "../../src/config/mod.ts";
import { check, filesOf, MAIN, messages, options, outline } from "./support.ts";

Deno.test("sections nest and keep their words and places", () => {
  const { tree, findings } = check(
    '<VirtualHost 10.0.0.1 ftp.example.org>\nServerName "A B"\n' +
      '<Directory "/srv/a b">\n<Limit READ DIRS>\nAllowAll\n</Limit>\n</Directory>\n' +
      "</VirtualHost>\n",
  );
  assert.deepEqual(findings, []);
  assert.deepEqual(outline(tree), [{
    "vhost 10.0.0.1 ftp.example.org": [
      "ServerName A B",
      { "directory /srv/a b": [{ "limit READ DIRS": ["AllowAll"] }] },
    ],
  }]);
  const [vhost] = tree.sections;
  assert.deepEqual([vhost.file, vhost.line], ["/etc/proftpd.conf", 1]);
  assert.deepEqual([vhost.entries[0].file, vhost.entries[0].line], ["/etc/proftpd.conf", 2]);
});

Deno.test("names are known in any case and kept as the documentation spells them", () => {
  const { tree, findings } = check("<DIRECTORY /x>\numask 022\n</directory>\nPORT 2121\n");
  assert.deepEqual(findings, []);
  assert.deepEqual(outline(tree), ["Port 2121", { "directory /x": ["Umask 022"] }]);
});

Deno.test("all errors are found, not the first only", () => {
  assert.deepEqual(
    messages("Prot 21\nUseIPv6 maybe\nAllowAll\n<Limit ALL>\nPort 1\n</Limit>\nUmask 9\n"),
    [
      "error: unknown configuration directive 'Prot' on line 1 of '/etc/proftpd.conf'",
      "error: UseIPv6: expected Boolean parameter on line 2 of '/etc/proftpd.conf'",
      "error: AllowAll: directive not allowed in server config context on line 3 of " +
      "'/etc/proftpd.conf'",
      "error: Port: directive not allowed in <Limit> context on line 5 of '/etc/proftpd.conf'",
      "error: Umask: '9' is not a valid umask on line 7 of '/etc/proftpd.conf'",
    ],
  );
});

Deno.test("one forgotten or misspelt closing tag is one error, not many", () => {
  assert.deepEqual(messages("<Directory /x>\nUmask 022\n</Limit>\nPort 21\n"), [
    "error: </Limit>: directive not allowed in <Directory> context on line 3 of " +
    "'/etc/proftpd.conf'",
  ]);
  assert.deepEqual(
    messages("<VirtualHost a>\n<Directory /x>\nUmask 022\n</VirtualHost>\nUseIPv6 on\n"),
    [
      "error: </VirtualHost>: directive not allowed in <Directory> context on line 4 of " +
      "'/etc/proftpd.conf'",
    ],
  );
});

Deno.test("every section that is not closed is reported with the place of its opening", () => {
  const { findings } = check("<VirtualHost a>\n<Directory /x>\n");
  assert.deepEqual(findings.map(({ message, hint }) => [message, hint]), [
    [
      "error processing configuration file '/etc/proftpd.conf': unclosed configuration section",
      "<VirtualHost> on line 1 of '/etc/proftpd.conf' is not closed",
    ],
    [
      "error processing configuration file '/etc/proftpd.conf': unclosed configuration section",
      "<Directory> on line 2 of '/etc/proftpd.conf' is not closed",
    ],
  ]);
});

Deno.test("an unknown section is one error, its content is read as if it stood outside", () => {
  const { tree, findings } = check("<Foo bar>\nPort 2121\nBogus\n</Foo>\n");
  assert.deepEqual(findings.map((finding) => finding.message), [
    "unknown configuration directive '<Foo>' on line 1 of '/etc/proftpd.conf'",
    "unknown configuration directive 'Bogus' on line 3 of '/etc/proftpd.conf'",
  ]);
  assert.deepEqual(outline(tree), ["Port 2121"]);
});

Deno.test("an unknown name comes with the nearest known ones", () => {
  const hints = (text: string) => check(text).findings.map((finding) => finding.hint);
  assert.deepEqual(hints("Prot 21\n"), ["Did you mean: Port"]);
  assert.deepEqual(hints("Includ /x\n"), ["Did you mean: Include"]);
  assert.deepEqual(hints("<Directry /x>\n"), ["Did you mean: <Directory>"]);
  assert.deepEqual(hints("</Limits>\n"), ["Did you mean: </Limit>"]);
  assert.deepEqual(hints("TLSRequird on\n"), ["Did you mean: TLSRequired"]);
});

Deno.test("a byte-order mark is fatal and named", () => {
  const [finding] = check("\xef\xbb\xbfPort 2121\n").findings;
  assert.equal(finding.severity, "error");
  assert.match(finding.hint ?? "", /contains non-ASCII characters/);
});

Deno.test("a directive that restricts and is not built is an error, unless it is switched off", () => {
  assert.deepEqual(messages("TLSRequired off\nTLSRequired NO\nMaxClients none\n"), []);
  assert.deepEqual(messages("TLSRequired on\n"), [
    "error: TLSRequired: directive is not supported by this server yet (it restricts clients, " +
    "and starting without it would lift that) on line 1 of '/etc/proftpd.conf'",
  ]);
});

Deno.test("a directive for comfort that is not built is a warning where it may stand", () => {
  assert.deepEqual(
    messages("DisplayChdir .message\n<Directory /x>\nDisplayChdir x\n</Directory>\n"),
    [
      "warning: DisplayChdir: directive is not supported by this server yet, ignored on line 1 of " +
      "'/etc/proftpd.conf'",
      "error: DisplayChdir: directive not allowed in <Directory> context on line 3 of " +
      "'/etc/proftpd.conf'",
    ],
  );
});

Deno.test("a removed directive names its successor", () => {
  const [finding] = check("LsDefaultOptions -l\n").findings;
  assert.equal(
    finding.message,
    "unknown configuration directive 'LsDefaultOptions' on line 1 of '/etc/proftpd.conf'",
  );
  assert.equal(finding.hint, "use ListOptions");
});

Deno.test("a built directive hides its rows among unbuilt and removed ones", () => {
  const built: Directive<string> = {
    name: "TLSRequired",
    contexts: ["server"],
    fallback: "off",
    syntax: "TLSRequired on|off",
    parse: (args) => args.single(),
  };
  assert.deepEqual(messages("tlsrequired on\n", { directives: [built] }), []);
});

Deno.test("a conditional section that is not built is one error; its content keeps its context", () => {
  assert.deepEqual(messages("<IfUser bob>\nUmask 022\nAllowAll\n</IfUser>\n"), [
    "error: <IfUser>: directive is not supported by this server yet (it restricts clients, and " +
    "starting without it would lift that) on line 1 of '/etc/proftpd.conf'",
    "error: AllowAll: directive not allowed in <IfUser> context on line 3 of '/etc/proftpd.conf'",
  ]);
});

Deno.test("IfModule and IfDefine skip text without parsing it, and nest", () => {
  const text = "<IfModule mod_x.c>\nBogus\n<IfModule mod_y.c>\nBogus\n</IfModule>\n" +
    "<IfDefine X>\n</IfModule> # skipped with its comment\nPort 1\n</IfDefine>\n";
  const { tree, findings } = check(text);
  assert.deepEqual(findings.map((finding) => finding.message), [
    "</IfDefine> closes nothing on line 9 of '/etc/proftpd.conf'",
  ]);
  assert.deepEqual(outline(tree), ["Port 1"]);
});

Deno.test("conditions know -D labels, Define lines, modules and negation", () => {
  const text = "<IfDefine A>\nPort 1\n</IfDefine>\n<IfDefine !A>\nPort 2\n</IfDefine>\n" +
    "Define B\n<IfDefine B>\nUmask 022\n</IfDefine>\n" +
    "<IfModule mod_core.c>\nServerName x\n</IfModule>\n" +
    "<IfModule !mod_core.c>\nServerName y\n</IfModule>\n";
  const defines = new Set(["A"]);
  const { tree, findings } = check(text, { defines });
  assert.deepEqual(findings, []);
  assert.deepEqual(outline(tree), ["Port 1", "Umask 022", "ServerName x"]);
  assert.deepEqual([...defines], ["A"], "the caller's set is left alone");
});

Deno.test("a taken condition that stays open is a warning, a skipped one an error", () => {
  assert.deepEqual(messages("<IfModule mod_core.c>\nPort 2121\n"), [
    "warning: <IfModule> is not closed on line 1 of '/etc/proftpd.conf'",
  ]);
  assert.deepEqual(messages("<IfDefine X>\nBogus\n"), [
    "error: <IfDefine>: unclosed <IfDefine> context on line 2 of '/etc/proftpd.conf'",
  ]);
});

Deno.test("a closing condition tag takes no words", () => {
  assert.deepEqual(messages("<IfModule mod_core.c>\n</IfModule mod_core.c>\n"), [
    "error: </IfModule>: wrong number of parameters: mod_core.c on line 2 of '/etc/proftpd.conf'",
  ]);
  assert.deepEqual(messages("<IfModule mod_x.c>\nBogus\n</IfModule mod_x.c>\nPort 1\n"), [
    "error: </IfModule>: wrong number of parameters: mod_x.c on line 3 of '/etc/proftpd.conf'",
  ]);
});

Deno.test("environment variables give one word each, also in section tags and paths", () => {
  const env = (name: string) => ({ P: "/srv/a b", N: "2121" })[name];
  const { tree, findings } = check("Port %{env:N}\n<Directory %{env:P}>\n</Directory>\n", { env });
  assert.deepEqual(findings, []);
  assert.deepEqual(outline(tree), ["Port 2121", { "directory /srv/a b": [] }]);
});

Deno.test("Include reads a file, a directory in byte order, or what a pattern matches", () => {
  const others = {
    "/c/one": "Umask 1\n",
    "/d/b.conf": "Umask 2\n",
    "/d/B.conf": "Umask 3\n",
    "/d/.hidden": "Umask 4\n",
    "/d/x.txt": "Umask 5\n",
  };
  const umasks = (include: string) =>
    check(`Include ${include}\n`, {}, others).tree.entries.map((entry) => entry.args[0]);
  assert.deepEqual(umasks("/c/one"), ["1"]);
  assert.deepEqual(umasks("/d/"), ["4", "3", "2", "5"]);
  assert.deepEqual(umasks("/d/*.conf"), ["3", "2"]);
  assert.deepEqual(umasks("/d/*.none"), []);
});

Deno.test("an error in an included file counts, with its own file and line", () => {
  assert.deepEqual(messages("Include /c/a\n", {}, { "/c/a": "Include /c/b\n", "/c/b": "\nX\n" }), [
    "error: unknown configuration directive 'X' on line 2 of '/c/b'",
  ]);
});

Deno.test("what is included may open or close sections of the including file", () => {
  const { tree, findings } = check("Include /o\nUmask 022\nInclude /c\nPort 1\n", {}, {
    "/o": "<Directory /x>\n",
    "/c": "</Directory>\n",
  });
  assert.deepEqual(findings, []);
  assert.deepEqual(outline(tree), ["Port 1", { "directory /x": ["Umask 022"] }]);
});

Deno.test("a missing file to include is a warning, a relative path an error", () => {
  assert.deepEqual(
    messages("Include /none\nInclude /*/x\nInclude /d\nInclude rel\n", {}, {
      "/d/sub/x": "",
    }),
    [
      "warning: unable to include '/none': No such file or directory",
      "warning: unable to include '/*/x': No such file or directory",
      "warning: unable to include '/d/sub': Is a directory",
      "error: Include: unable to use path for configuration file 'rel' on line 4 of " +
      "'/etc/proftpd.conf'",
    ],
  );
});

Deno.test("files that include each other are an error", () => {
  assert.deepEqual(messages("Include /a\n", {}, { "/a": "Include /b\n", "/b": "Include /a\n" }), [
    "error: Include: '/a' includes itself on line 1 of '/b'",
  ]);
});

Deno.test("one file may be included twice, one after the other", () => {
  assert.deepEqual(messages("Include /a\nInclude /a\n", {}, { "/a": "UserAlias a b\n" }), []);
});

Deno.test("a failure of the source that is none of the system's is not taken for a missing file", () => {
  const source: Source = {
    ...filesOf({}),
    read(path) {
      if (path === MAIN) return "Include /y\n";
      throw new TypeError("a bug");
    },
  };
  assert.throws(() => checkConfiguration(MAIN, source, options()), TypeError);
});

Deno.test("a main file that cannot be read is an error with the system's words", () => {
  const { findings } = check("", {}, {});
  assert.deepEqual(findings, []);
  assert.deepEqual(
    messages("Port 1\n", {}, { "/etc/proftpd.conf/x": "" }),
    ["error: unable to read configuration file '/etc/proftpd.conf': Is a directory"],
  );
});

Deno.test(".ftpaccess holds what its context allows", () => {
  const parsed = parseFtpaccess(
    "/srv/.ftpaccess",
    "Umask 022\nPort 21\n<Limit READ>\nDenyAll\n</Limit>\n<Directory x>\n</Directory>\n",
    "/srv",
    filesOf({}),
    options(),
  );
  assert.deepEqual(parsed.findings.map((finding) => finding.message), [
    "Port: directive not allowed in .ftpaccess context on line 2 of '/srv/.ftpaccess'",
    "<Directory>: directive not allowed in .ftpaccess context on line 6 of '/srv/.ftpaccess'",
  ]);
  assert.equal(parsed.tree.kind, "directory");
  assert.deepEqual(parsed.tree.args, ["/srv"]);
});

Deno.test("every section is allowed exactly where the original allows it", () => {
  const inside: Record<string, [string, string]> = {
    server: ["", ""],
    vhost: ["<VirtualHost a>\n", "</VirtualHost>\n"],
    global: ["<Global>\n", "</Global>\n"],
    anonymous: ["<Anonymous /a>\n", "</Anonymous>\n"],
    directory: ["<Directory /a>\n", "</Directory>\n"],
    limit: ["<Limit ALL>\n", "</Limit>\n"],
    class: ["<Class a>\n", "</Class>\n"],
  };
  const allowed: Record<string, Context[]> = {
    vhost: ["server"],
    global: ["server", "vhost"],
    anonymous: ["server", "vhost", "global"],
    directory: ["server", "vhost", "global", "anonymous"],
    limit: ["server", "vhost", "global", "anonymous", "directory"],
    class: ["server", "global"],
  };
  for (const [kind, contexts] of Object.entries(allowed)) {
    for (const [context, [open, close]] of Object.entries(inside)) {
      const [start, end] = inside[kind];
      const errors = check(open + start + end + close).findings.filter((finding) =>
        finding.severity === "error"
      );
      const expected = contexts.includes(context as Context) ? 0 : 1;
      assert.equal(errors.length, expected, `${kind} in ${context}`);
    }
  }
});

Deno.test("no text makes the parser fail, and every finding names an existing line", () => {
  const piece = fc.constantFrom(
    ...["<Directory /x>\n", "</Directory>\n", "<Limit ALL>\n", "</Limit>\n", "<Global>\n"],
    ...["</Global>\n", "<IfDefine A>\n", "</IfDefine>\n", "<VirtualHost a>\n", "</VirtualHost>\n"],
    ...["Port 21\n", "Umask 022\n", "Bogus\n", "Include /inc\n", "Define A\n", "<\n", "<>\n"],
    ...['"\n', "\\\n", "</\n", "%{env:X}\n", "<IfModule\n", "<IfModule>\n", "\xff\n", "\0\n"],
    ...["<IfUser x>\n", "</IfUser>\n", "<Class a>\n", "</Class>\n", "Umask 022"],
  );
  fc.assert(fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
    const text = pieces.join("");
    const count = text.split("\n").length;
    const { findings } = check(text, {}, { "/inc": "Umask 022\n</Limit>\n" });
    for (const { message, place } of findings) {
      assert.ok(message.length > 0);
      if (place?.file === "/etc/proftpd.conf") assert.ok(place.line >= 1 && place.line <= count);
    }
  }));
});
