import assert from "node:assert/strict";
import { parseFtpasswdOptions } from "../../src/tools/ftpasswd_options.ts";

function refusal(...words: string[]): string {
  const asked = parseFtpasswdOptions(words);
  assert.equal(asked.kind, "refuse", JSON.stringify(asked));
  return asked.kind === "refuse" ? asked.message : "";
}

function request(...words: string[]) {
  const asked = parseFtpasswdOptions(words);
  assert.equal(asked.kind, "run", JSON.stringify(asked));
  return asked.kind === "run" ? asked.request : assert.fail();
}

const USER = ["--passwd", "--name=a", "--uid=1", "--home=/h", "--shell=/s"];

Deno.test("an entry of a user has all that it needs", () => {
  const { kind, action, uid, gid, scheme } = request(...USER, "--sha512");
  assert.deepEqual([kind, action, uid, gid, scheme], ["passwd", "set", 1, undefined, "$6$"]);
  for (const option of ["name", "uid", "home", "shell"]) {
    const rest = USER.filter((word) => !word.startsWith(`--${option}=`));
    assert.equal(refusal(...rest), `--passwd: missing required argument: --${option}`);
  }
});

Deno.test("what changes one thing needs the name alone", () => {
  const actions = {
    "--change-password": "password",
    "--lock": "lock",
    "-l": "lock",
    "--unlock": "unlock",
    "-u": "unlock",
    "--delete-user": "delete",
  };
  for (const [word, action] of Object.entries(actions)) {
    assert.equal(request("--passwd", "--name", "a", word).action, action);
  }
  assert.equal(request("--passwd", "--name=a", "--change-home", "--home=/x").action, "home");
  assert.match(refusal("--passwd", "--name=a", "--change-home"), /--home$/);
  assert.match(refusal("--passwd", "--name=a", "--lock", "--unlock"), /one action at a time/);
  assert.match(refusal("--group", "--name=a", "--lock"), /no such action/);
});

Deno.test("members are named one by one or in a list", () => {
  const group = ["--group", "--name=g", "--gid=5"];
  assert.deepEqual(request(...group, "-m", "a", "--member=b,c").members, ["a", "b", "c"]);
  assert.equal(request("--group", "--name=g", "--add-member=d").action, "members");
  assert.equal(refusal(...group, "--member="), "'' is no name");
});

Deno.test("nothing breaks the lines of the file, and no id is anybody else's", () => {
  for (const option of ["name", "home", "shell", "gecos"]) {
    for (const word of ["a:b", "a\nb", "a\rb"]) {
      assert.match(refusal(...USER, `--${option}=${word}`), /neither ':' nor a line break/);
    }
  }
  for (const id of ["-1", "x", "1x", "4294967295", "99999999999", ""]) {
    assert.match(refusal(...USER, `--uid=${id}`), /^Value ".*" invalid for option uid/);
  }
  assert.match(refusal(...USER, "--name=#a"), /no name/);
});

Deno.test("what is wrong with an option is told", () => {
  assert.equal(refusal("--passwd", "--foo"), "unknown option: --foo");
  assert.equal(refusal("--passwd", "--name"), "Option name requires an argument");
  assert.equal(refusal("--passwd", "--change"), "Option change is ambiguous");
  assert.equal(refusal("--passwd", "--stdin=x"), "Option stdin does not take an argument");
});

Deno.test("one of passwd, group and hash is asked for, and one way to hash", () => {
  assert.match(refusal(), /^missing required --passwd/);
  assert.match(refusal("--passwd", "--group"), /please use \*one\*/);
  assert.match(refusal("--hash", "--md5", "--sha256"), /please use \*one\*: --md5, --sha256/);
  assert.equal(request("--hash").scheme, null);
  assert.match(refusal("--hash", "--use-cracklib"), /cracklib/);
  assert.equal(parseFtpasswdOptions(["--bogus", "-h"]).kind, "refuse");
  assert.equal(parseFtpasswdOptions(["-h"]).kind, "help");
});
