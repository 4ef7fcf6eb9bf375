import assert from "node:assert/strict";
import fc from "fast-check";
import {
  featuresReply,
  formatReply,
  helpReply,
  siteHelpReply,
  syntaxReply,
  unknownCommandReply,
} from "../../src/protocol/mod.ts";

Deno.test("HELP shows eight verbs in a row, each eight wide, the unimplemented with an asterisk", () => {
  const verbs = "CWD XCWD CDUP XCUP SMNT* QUIT PORT PASV XSHA256 AUTH*".split(" ");
  const entries = verbs.map((verb) => ({
    verb: verb.replace("*", ""),
    unimplemented: verb.endsWith("*"),
  }));
  assert.equal(
    formatReply(helpReply(entries, "root@127.0.0.1")),
    "214-The following commands are recognized (* =>'s unimplemented):\r\n" +
      " CWD     XCWD    CDUP    XCUP    SMNT*   QUIT    PORT    PASV    \r\n" +
      " XSHA256 AUTH*   \r\n" +
      "214 Direct comments to root@127.0.0.1\r\n",
  );
});

Deno.test("HELP with a verb shows its syntax", () => {
  assert.equal(
    formatReply(syntaxReply("CWD", "<sp> pathname")),
    "214 Syntax: CWD <sp> pathname\r\n",
  );
  assert.equal(formatReply(unknownCommandReply("NOPE")), "502 Unknown command 'NOPE'\r\n");
});

Deno.test("SITE HELP shows a sub-command in a line", () => {
  assert.equal(
    formatReply(siteHelpReply(["HELP", "CHGRP", "CHMOD"], "admin@example.org")),
    "214-The following SITE commands are recognized (* =>'s unimplemented)\r\n" +
      " HELP\r\n CHGRP\r\n CHMOD\r\n214 Direct comments to admin@example.org\r\n",
  );
});

Deno.test("FEAT is sorted, without repetition", () => {
  assert.equal(
    formatReply(featuresReply(["SIZE", "EPRT", "AUTH TLS", "SIZE"])),
    "211-Features:\r\n AUTH TLS\r\n EPRT\r\n SIZE\r\n211 End\r\n",
  );
});

Deno.test("every verb that fits is in the table once, in its order", () => {
  const verb = fc.stringMatching(/^[A-Z]{3,7}$/);
  fc.assert(fc.property(fc.array(verb), (verbs) => {
    const { lines } = helpReply(verbs.map((verb) => ({ verb })), "x");
    assert.deepEqual(lines.slice(1, -1).join("").split(" ").filter((cell) => cell !== ""), verbs);
  }));
});
