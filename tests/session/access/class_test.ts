import assert from "node:assert/strict";
import { client, connected } from "./support.ts";

function classOf(text: string, ip: string, name?: string): string | undefined {
  return connected(text, client(ip, name)).className;
}

Deno.test("the first class in the file that describes the client is his", () => {
  const text = "<Class a>\nFrom 10.1.\n</Class>\n<Class b>\nFrom 10.0.0.0/8\n</Class>\n";
  assert.equal(classOf(text, "10.1.0.1"), "a");
  assert.equal(classOf(text, "10.2.0.1"), "b");
  assert.equal(classOf(text, "192.0.2.1"), undefined);
});

Deno.test("any rule makes a member, and a negated one everybody else", () => {
  const text = "<Class a>\nFrom 192.0.2.1 10.\nFrom !192.0.0.0/8\n</Class>\n";
  assert.equal(classOf(text, "192.0.2.1"), "a");
  assert.equal(classOf(text, "8.8.8.8"), "a");
  assert.equal(classOf(text, "192.0.2.2"), undefined);
});

Deno.test("with Satisfy all every rule has to hold", () => {
  const text = "<Class a>\nFrom .example.org\nFrom !bad.example.org\nSatisfy all\n</Class>\n";
  assert.equal(classOf(text, "192.0.2.1", "good.example.org"), "a");
  assert.equal(classOf(text, "192.0.2.1", "bad.example.org"), undefined);
  assert.equal(classOf(text, "192.0.2.1"), undefined);
});

Deno.test("a class without rules has no members", () => {
  for (const satisfy of ["", "Satisfy all\n", "Satisfy any\n"]) {
    assert.equal(classOf(`<Class a>\n${satisfy}</Class>\n`, "192.0.2.1"), undefined);
  }
});

Deno.test("a class in Global is one for all", () => {
  const text = "<Global>\n<Class a>\nFrom all\n</Class>\n</Global>\n";
  assert.equal(classOf(text, "192.0.2.1"), "a");
});
