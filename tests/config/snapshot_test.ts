import assert from "node:assert/strict";
import fc from "fast-check";
import {
  type Configuration,
  freeze,
  type ReadAt,
  resolve,
  type Section,
  type SectionKind,
  thawClasses,
  thawIndex,
  thawServer,
} from "../../src/config/mod.ts";
import { check } from "./support.ts";

/** A reader over `text` that counts what is asked for. */
function reader(text: string): { read: ReadAt; bytes: () => number } {
  let bytes = 0;
  const read = (offset: number, length: number) => {
    bytes += length;
    return text.slice(offset, offset + length);
  };
  return { read, bytes: () => bytes };
}

const text = fc.uint8Array({ maxLength: 20 }).map((units) => String.fromCharCode(...units));
const place = fc.record({ file: text, line: fc.nat() });
const entry = fc.tuple(place, text, fc.array(text)).map(([place, name, args]) => ({
  ...place,
  name,
  args,
}));
const kinds: SectionKind[] = ["vhost", "global", "directory", "limit", "class", "anonymous"];

/** A section with others in it, at most `depth` levels. */
function sectionWithin(depth: number): fc.Arbitrary<Section> {
  return fc.tuple(
    place,
    fc.constantFrom(...kinds),
    fc.array(text, { maxLength: 3 }),
    fc.array(entry, { maxLength: 4 }),
    depth === 0 ? fc.constant([]) : fc.array(sectionWithin(depth - 1), { maxLength: 3 }),
  ).map(([place, kind, args, entries, sections]) => ({ ...place, kind, args, entries, sections }));
}

Deno.test("every server and class comes out of a snapshot as it went in", () => {
  const root = fc.array(sectionWithin(2), { maxLength: 6 }).map((sections): Section => ({
    kind: "server",
    file: "/f",
    line: 0,
    args: [],
    entries: [],
    sections,
  }));
  fc.assert(fc.property(root, (root) => {
    const configuration: Configuration = resolve(root);
    const { read } = reader(freeze(configuration, null));
    const index = thawIndex(read);
    assert.equal(index.count, configuration.servers.length);
    for (const server of configuration.servers) {
      assert.deepEqual(thawServer(read, index, server.index), server);
    }
    assert.deepEqual(thawClasses(read, index), configuration.classes);
  }));
});

Deno.test("a snapshot is a byte string, whatever the extras hold", () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => {
    // JSON itself has no -0.
    const extras = JSON.parse(JSON.stringify(value));
    const frozen = freeze(check("Port 21\n"), extras);
    assert.ok(!/[^\0-\xff]/.test(frozen));
    assert.deepEqual(thawIndex(reader(frozen).read).extras, extras);
  }));
});

Deno.test("bytes above 127 stay as they are", () => {
  const { servers } = check("ServerName \xe4\xff\x80\n");
  const { read } = reader(freeze({ servers, classes: [] }, null));
  const server = thawServer(read, thawIndex(read), 0);
  assert.deepEqual(server.section.entries[0].args, ["\xe4\xff\x80"]);
});

Deno.test("a session reads one server out of a thousand, not all of them", () => {
  let text = "<Global>\nUmask 022\n</Global>\n";
  for (let i = 0; i < 1000; i++) {
    text += `<VirtualHost 10.0.0.${i}>\nServerName "number ${i}"\nPort ${i}\n` +
      `${"UserAlias a b\n".repeat(20)}</VirtualHost>\n`;
  }
  const frozen = freeze(check(text), {});
  const { read, bytes } = reader(frozen);
  const server = thawServer(read, thawIndex(read), 500);
  assert.equal(server.section.entries[0].args[0], "number 499");
  assert.ok(bytes() < frozen.length / 10, `${bytes()} of ${frozen.length} bytes read`);
});

Deno.test("a Global section is written once, however many servers share it", () => {
  const global = `<Global>\n${"UserAlias alias somebody\n".repeat(100)}</Global>\n`;
  const size = (vhosts: number) =>
    freeze(check(global + "<VirtualHost a>\n</VirtualHost>\n".repeat(vhosts)), null).length;
  assert.ok(size(200) - size(100) < 100 * 100);
});

Deno.test("what is no snapshot is refused, and so is a server that is not there", () => {
  assert.throws(() => thawIndex(reader("").read), /not a configuration snapshot/);
  assert.throws(() => thawIndex(reader("x".repeat(200)).read), /not a configuration snapshot/);
  const { read } = reader(freeze(check("Port 1\n"), null));
  const index = thawIndex(read);
  for (const which of [-1, 1, 0.5, NaN]) {
    assert.throws(() => thawServer(read, index, which), RangeError);
  }
});
