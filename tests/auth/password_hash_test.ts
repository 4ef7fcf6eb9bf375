import assert from "node:assert/strict";
import { hashPassword, matchesHash } from "../../src/auth/password_hash.ts";
import { bytesOf } from "../../src/libc/bytes.ts";
import { crypt, hasHash, preferredSetting } from "../../src/libc/crypt.ts";

/** From other implementations: PHP's manual, Openwall's bcrypt tests, `openssl passwd -5` and `-6`. */
const known: readonly (readonly [scheme: string, password: string, hash: string])[] = [
  ["DES", "rasmuslerdorf", "rl.3StKT.4T8M"],
  ["MD5", "rasmuslerdorf", "$1$rasmusle$rISCgZzpwk3UhDidwXvin0"],
  ["bcrypt", "U*U", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"],
  ["SHA-256", "Hello world!", "$5$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5"],
  [
    "SHA-512",
    "Hello world!",
    "$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1",
  ],
];

const standIn = "$1$standin$";

for (const [scheme, password, hash] of known) {
  Deno.test(`a password hashed with ${scheme} is told from others`, () => {
    assert.equal(matchesHash(password, hash, standIn), true);
    assert.equal(matchesHash(`X${password}`, hash, standIn), false);
    assert.equal(matchesHash("", hash, standIn), false);
  });
}

for (const prefix of ["", "$1$", "$2b$", "$5$", "$6$", "$y$"]) {
  Deno.test(`a fresh hash of scheme "${prefix}" matches its password and no other`, () => {
    const hash = hashPassword("p\xe4ss", prefix);
    assert.ok(hash.startsWith(prefix));
    assert.equal(matchesHash("p\xe4ss", hash, standIn), true);
    assert.equal(matchesHash("p\xe4st", hash, standIn), false);
    assert.notEqual(hashPassword("p\xe4ss", prefix), hash);
  });
}

Deno.test("new hashes are SHA-512 unless another scheme is asked for", () => {
  assert.match(hashPassword("x"), /^\$6\$/);
  assert.throws(() => hashPassword("x", "$nonsense$"), RangeError);
});

Deno.test("what is no hash is nobody's password", () => {
  const hash = hashPassword("pw", "$1$");
  for (const field of ["", "*", "!", "!!", "x", `!${hash}`, `*${hash}`, "*0", "*1", "$nope$a$b"]) {
    for (const password of ["pw", "", field, "x"]) {
      assert.equal(matchesHash(password, field, standIn), false, `${field} ${password}`);
    }
  }
});

Deno.test("a password that crypt(3) cannot take as a whole matches nothing", () => {
  const hash = hashPassword("ab", "$1$");
  assert.equal(matchesHash("ab\0c", hash, standIn), false);
  assert.equal(matchesHash("a".repeat(512), hash, standIn), false);
  assert.throws(() => hashPassword("a\0b"), RangeError);
  assert.throws(() => hashPassword("a".repeat(512)), RangeError);
  const long = hashPassword("a".repeat(511));
  assert.equal(matchesHash("a".repeat(511), long, standIn), true);
});

Deno.test("hashes that are computed at the same time do not mix", async () => {
  const hashes = await Promise.all(
    known.map(([, password, hash]) => crypt(password, hash)),
  );
  assert.deepEqual(hashes, known.map(([, , hash]) => hash));
});

Deno.test("the preferred setting is one that works, and stays", () => {
  const setting = preferredSetting();
  assert.equal(preferredSetting(), setting);
  assert.ok((crypt("pw", setting))?.startsWith(setting));
});

Deno.test("hashes are compared as a whole, as strings and as bytes", () => {
  for (const [, password, hash] of known) {
    for (const other of [hash, hash.slice(0, -1), `${hash}a`, `${hash.slice(0, -1)}\x01`]) {
      for (const form of [other, bytesOf(other)]) {
        assert.equal(hasHash(password, form) ?? false, other === hash, other);
      }
    }
  }
});
