import assert from "node:assert/strict";
import { joinLexically } from "../../../src/fs/paths.ts";
import { ANONYMOUS, anonymousOf, connected, HOME, loggedIn, MEMBERS } from "./support.ts";
import { cases, logins } from "./oracle.ts";

for (const { name, config, user = "alice", asks } of cases) {
  Deno.test(`access: ${name}${user === "alice" ? "" : " (anonymous)"}`, () => {
    const access = loggedIn(config, user);
    const home = user === "ftp" ? ANONYMOUS : HOME;
    const answers = [...asks.matchAll(/(\S+) ([^\s=]*)=([Yn]{1,2})/g)].map(
      ([, verb, path, answer]) => {
        const allowed = access.allows(verb, joinLexically(home, path), path);
        return [`${verb} ${path}=${allowed ? "Y" : "n"}`, `${verb} ${path}=${answer.at(-1)}`];
      },
    );
    assert.deepEqual(answers.map(([ours]) => ours), answers.map(([, wanted]) => wanted));
  });
}

for (const { name, config, asks } of logins) {
  Deno.test(`login: ${name}`, () => {
    const access = connected(config);
    const answers = asks.split(" ").map((ask) => {
      const user = ask.split("=")[0];
      if (!access.allowsConnection()) return `${user}=C`;
      const anonymous = user === "ftp" ? anonymousOf(config) : undefined;
      return `${user}=${access.allowsLogin(MEMBERS[user], anonymous) ? "Y" : "n"}`;
    });
    assert.equal(answers.join(" "), asks);
  });
}
