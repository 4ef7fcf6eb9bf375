/**
 * A program for the tests: asks the system's source of users, and prints the answers as one JSON
 * object. It runs where /etc/passwd, /etc/shadow and /etc/group are those of the test.
 *
 * @module
 */

import { openUnixSource } from "../../src/auth/unix_source.ts";
import { asRoot, assumeUser } from "../../src/privilege/mod.ts";

const [names, password] = Deno.args;
assumeUser({ uid: 65534, gid: 65534, groups: [65534] });
const source = openUnixSource({ privileged: asRoot, persistent: false });
const verdicts: Record<string, string> = {};
for (const name of names.split(",")) verdicts[name] = source.verify(name, password);
const identity = source.find("ok");
const groups = source.groups("ok");
const ids = [source.userId("ok"), source.groupId("extra"), source.userId("nobody-at-all")];
source.userName(3001);
source.confine({ newRoot: true });
const persistent = openUnixSource({ privileged: asRoot, persistent: true });
persistent.confine({ newRoot: true });
console.log(JSON.stringify({
  verdicts,
  identity,
  groups,
  ids,
  confined: [source.userName(0), source.userName(3001), source.userName(3002), source.userId("ok")],
  unknown: [source.find("ok"), source.verify("ok", password)],
  persistent: [persistent.userName(3002), persistent.groupName(3900), persistent.userId("ok")],
}));
