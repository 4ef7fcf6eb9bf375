import assert from "node:assert/strict";
import { Chain } from "../../src/auth/chain.ts";
import type { AuthSource, Confinement, PasswordCheck, Verdict } from "../../src/auth/source.ts";

/** A source of one user whose password is the module's name; it counts what it is asked. */
class OneUser implements AuthSource {
  asked: string[] = [];
  constructor(
    readonly module: string,
    readonly name: string,
    readonly uid: number,
    readonly groupNames: Record<number, string> = {},
    readonly membership?: readonly number[],
  ) {}
  find(name: string) {
    this.asked.push(`find ${name}`);
    if (name !== this.name) return undefined;
    return { name, uid: this.uid, gid: this.uid, home: "/", shell: "/bin/sh" };
  }
  verify(name: string, password: string, hash = this.module): Verdict {
    this.asked.push(`verify ${name}`);
    if (name !== this.name) return "no-such-user";
    return password === hash ? "ok" : "wrong-password";
  }
  groups(name: string) {
    if (name !== this.name || this.membership === undefined) return undefined;
    return this.membership.map((gid) => ({ gid, name: this.groupName(gid) }));
  }
  userName(uid: number) {
    this.asked.push(`userName ${uid}`);
    return uid === this.uid ? this.name : undefined;
  }
  groupName(gid: number): string | undefined {
    return this.groupNames[gid];
  }
  userId(name: string) {
    return name === this.name ? this.uid : undefined;
  }
  groupId(name: string) {
    const entry = Object.entries(this.groupNames).find(([, known]) => known === name);
    return entry && Number(entry[0]);
  }
  confined: Confinement | undefined;
  confine(confinement: Confinement) {
    this.confined = confinement;
  }
}

function check(module: string, answer: Verdict): PasswordCheck & { asked: string[] } {
  const asked: string[] = [];
  return {
    module,
    asked,
    verify(name) {
      asked.push(name);
      return answer;
    },
  };
}

function link(source: AuthSource | PasswordCheck, authoritative = false) {
  return { source, authoritative };
}

Deno.test("the first source that knows a user answers for it, password included", () => {
  const chain = new Chain([link(new OneUser("a", "x", 1)), link(new OneUser("b", "x", 2))]);
  assert.equal(chain.find("x")?.uid, 1);
  assert.equal(chain.moduleOf("x"), "a");
  assert.equal(chain.verify("x", "a"), "ok");
  assert.equal(chain.verify("x", "b"), "wrong-password");
});

Deno.test("who is unknown to one source is looked for in the next", () => {
  const chain = new Chain([link(new OneUser("a", "x", 1)), link(new OneUser("b", "y", 2))]);
  assert.equal(chain.find("y")?.uid, 2);
  assert.equal(chain.verify("y", "b"), "ok");
  assert.equal(chain.userName(2), "y");
  assert.equal(chain.userId("y"), 2);
});

Deno.test("behind an authoritative source nobody is asked", () => {
  const chain = new Chain([link(new OneUser("a", "x", 1), true), link(new OneUser("b", "y", 2))]);
  assert.equal(chain.find("y"), undefined);
  assert.equal(chain.verify("y", "b"), "no-such-user");
  assert.equal(chain.userName(2), "2");
  assert.equal(chain.find("x")?.uid, 1);
});

Deno.test("somebody unknown costs a check of the password all the same", () => {
  const first = new OneUser("a", "x", 1);
  const chain = new Chain([link(first)]);
  assert.equal(chain.verify("z", "a"), "no-such-user");
  assert.ok(first.asked.includes("verify z"));
});

Deno.test("no source at all knows nobody", () => {
  const chain = new Chain([]);
  assert.equal(chain.find("x"), undefined);
  assert.equal(chain.verify("x", ""), "no-such-user");
  assert.equal(chain.groupName(5), "5");
});

Deno.test("groups come from the first source that keeps them, names from any", () => {
  const users = new OneUser("a", "x", 1);
  const groups = new OneUser("b", "x", 9, { 1: "one", 7: "seven" }, [1, 7, 8]);
  const chain = new Chain([link(users), link(groups)]);
  assert.deepEqual(chain.find("x")?.groups, [
    { gid: 1, name: "one" },
    { gid: 7, name: "seven" },
    { gid: 8, name: "8" },
  ]);
  assert.equal(chain.groupId("seven"), 7);
});

Deno.test("a user that no source has groups for is in the primary one", () => {
  const chain = new Chain([link(new OneUser("a", "x", 1, { 1: "one" }))]);
  assert.deepEqual(chain.find("x")?.groups, [{ gid: 1, name: "one" }]);
});

Deno.test("a mere check opens the account of a user that a source knows", () => {
  const pam = check("mod_auth_pam.c", "ok");
  const chain = new Chain([link(pam), link(new OneUser("a", "x", 1))]);
  assert.equal(chain.verify("x", "whatever"), "ok");
  assert.equal(chain.verify("y", "whatever"), "no-such-user");
  assert.deepEqual(pam.asked, ["x", "y"]);
});

Deno.test("a check that refuses leaves the last word to the source, unless it is authoritative", () => {
  const refusing = check("mod_auth_pam.c", "wrong-password");
  const users = new OneUser("a", "x", 1);
  assert.equal(new Chain([link(refusing), link(users)]).verify("x", "a"), "ok");
  assert.equal(
    new Chain([link(refusing, true), link(users)]).verify("x", "a"),
    "wrong-password",
  );
});

Deno.test("an id is looked up once", () => {
  const users = new OneUser("a", "x", 1);
  const chain = new Chain([link(users)]);
  for (let i = 0; i < 3; i++) {
    assert.equal(chain.userName(1), "x");
    assert.equal(chain.userName(2), "2");
  }
  assert.deepEqual(users.asked, ["userName 1", "userName 2"]);
});

Deno.test("all sources are told when the login is done", () => {
  const sources = [new OneUser("a", "x", 1), new OneUser("b", "y", 2)];
  new Chain([link(check("c", "ok")), ...sources.map((source) => link(source))])
    .confine({ newRoot: true });
  assert.deepEqual(sources.map(({ confined }) => confined), [{ newRoot: true }, { newRoot: true }]);
});

Deno.test("a check is told who is let in by it, and answers for him", () => {
  const told: unknown[] = [];
  const permitting: PasswordCheck = {
    module: "mod_auth_pam.c",
    verify(name, _password, admits) {
      told.push([name, admits]);
      return "ok";
    },
    end: () => void told.push("end"),
  };
  const users = new OneUser("a", "x", 1);
  const chain = new Chain([link(users), link(permitting)]);
  assert.equal(chain.verify("x", "no"), "ok");
  assert.equal(chain.moduleOf("x"), "mod_auth_pam.c");
  assert.equal(chain.verify("x", "no", false), "wrong-password");
  assert.equal(chain.verify("x", "a", false), "ok");
  assert.equal(chain.verify("y", "no"), "no-such-user");
  chain.end();
  assert.deepEqual(told, [["x", true], ["x", false], ["x", false], ["y", false], "end"]);
  assert.equal(chain.verifyInDatabase("x", "a"), "ok");
  assert.equal(chain.moduleOf("x"), "a");
});

Deno.test("every refusal asks the same of everybody, whatever an authoritative check says", () => {
  for (const authoritative of [false, true]) {
    const asked = (name: string, admits: boolean) => {
      const refusing = check("mod_auth_pam.c", "wrong-password");
      const users = new OneUser("a", "x", 1);
      new Chain([link(refusing, authoritative), link(users)]).verify(name, "no", admits);
      return [
        refusing.asked.length,
        users.asked.filter((what) => what.startsWith("verify")).length,
      ];
    };
    for (const name of ["x", "y"]) {
      for (const admits of [false, true]) assert.deepEqual(asked(name, admits), [1, 1]);
    }
  }
});

Deno.test("a hash in the place of the user's own is the only one, and takes no work more", () => {
  const pam = check("mod_auth_pam.c", "ok");
  const users = new OneUser("a", "x", 1);
  const chain = new Chain([link(pam, true), link(users)]);
  assert.equal(chain.verifyByHash("x", "a", "other"), "wrong-password");
  assert.deepEqual(pam.asked, ["x"]);
  assert.equal(chain.verifyByHash("x", "other", "other"), "ok");
  assert.deepEqual(pam.asked, ["x"]);
  assert.equal(chain.verifyByHash("y", "other", "other"), "no-such-user");
  assert.deepEqual(users.asked, ["find x", "verify x", "find x", "verify x", "find y", "verify y"]);
});
