import assert from "node:assert/strict";
import type { Entry, Section } from "../../src/config/tree.ts";
import { mayAskPam } from "../../src/settings/pam.ts";

function section(lines: readonly string[], more: Partial<Section> = {}): Section {
  const entries: Entry[] = lines.map((line, index) => {
    const [name, ...args] = line.split(" ");
    return { name, args, file: "f", line: index + 1 };
  });
  return {
    kind: "server",
    args: [],
    file: "f",
    line: 1,
    entries,
    sections: [],
    ...more,
  } as Section;
}

Deno.test("PAM is asked unless AuthPAM or AuthOrder leave it out", () => {
  assert.ok(mayAskPam(section([])));
  assert.ok(mayAskPam(section(["AuthPAM on"])));
  assert.ok(mayAskPam(section(["AuthOrder mod_auth_pam.c* mod_auth_unix.c"])));
  assert.ok(!mayAskPam(section(["AuthPAM off"])));
  assert.ok(!mayAskPam(section(["AuthPAM No"])));
  assert.ok(!mayAskPam(section(["AuthOrder mod_auth_file.c"])));
  assert.ok(!mayAskPam(section(["AuthPAM on", "AuthOrder mod_auth_file.c mod_auth_unix.c"])));
});

Deno.test("PAM may be asked where a conditional section or <Global> brings it in", () => {
  const conditional = (line: string) => [section([line], { kind: "ifclass" } as Partial<Section>)];
  assert.ok(mayAskPam(section(["AuthPAM off"], { sections: conditional("AuthPAM on") })));
  assert.ok(mayAskPam(section([], { sections: conditional("AuthPAM off") })));
  assert.ok(!mayAskPam(section([], { inherited: [section(["AuthPAM off"])] })));
  assert.ok(
    mayAskPam(section(["AuthOrder mod_auth_file.c"], {
      sections: conditional("AuthOrder mod_auth_pam.c"),
    })),
  );
});
