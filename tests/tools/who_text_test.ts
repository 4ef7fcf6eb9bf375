import assert from "node:assert/strict";
import { classCounts } from "../../src/tools/class_counts.ts";
import { sessionText } from "../../src/tools/who_text.ts";
import { NOW, running, session } from "./sessions.ts";

const full = { shape: "full", verbose: false } as const;

Deno.test("each state has its line", () => {
  const line = (record: Parameters<typeof sessionText>[0]) => sessionText(record, full, NOW);
  assert.equal(line(session()), "  100 alice    [  1m0s]  0m10s idle\n");
  assert.equal(line(session({ loggedIn: 0 })), "  100 (none)   [  1m0s] (authenticating)\n");
  const download = { arguments: "big", transferSize: 200, transferDone: 10 };
  assert.equal(line(running("RETR", download)), "  100 alice    [  1m0s] (  5%) RETR big\n");
  assert.equal(line(running("LIST")), "  100 alice    [  1m0s] (n/a) LIST \n");
});

Deno.test("nothing that a client chose can steer the terminal", () => {
  const record = running("STOR", {
    user: "\x1b]0;a\x07",
    arguments: "\x1b[2J",
    clientName: "\r",
    cwd: "/\n",
    className: "\x00",
    serverName: "\x08",
  });
  for (const shape of ["full", "oneline", "compat"] as const) {
    const text = sessionText(record, { shape, verbose: true }, NOW);
    assert.match(text, /^[\n\t -~]+$/);
    if (shape === "oneline") assert.equal(text.indexOf("\n"), text.length - 1);
  }
});

Deno.test("classes are counted in the order in which they appear", () => {
  const [lan, none] = [session({ className: "lan" }), session()];
  assert.equal(
    classCounts([lan, none, lan]),
    "Service class lan                  -   2 users\n" +
      "Service class                      -   1 user\n",
  );
});
