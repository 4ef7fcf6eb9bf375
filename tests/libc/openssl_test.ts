/**
 * OpenSSL by way of the typed functions: two ends of one connection in this process.
 */
import assert from "node:assert/strict";
import { bytesOf, stringOf } from "../../src/libc/bytes.ts";
import { factsOf } from "../../src/libc/openssl/certificates.ts";
import { TlsContext } from "../../src/libc/openssl/context.ts";
import { OpenSslError } from "../../src/libc/openssl/errors.ts";
import { moreOfLibssl, openssl as library } from "../../src/libc/openssl/library.ts";
import { useServerInfo } from "../../src/libc/openssl/server_info.ts";
import { sameSession, TlsTruncated } from "../../src/libc/openssl/stream.ts";
import { makeCertificate, openssl } from "../harness/certificates.ts";
import { test } from "../harness/requires.ts";
import { tempDir } from "../harness/temp_dir.ts";
import { connected, contexts } from "./openssl_pair.ts";

/** `SSL_EXT_…`: messages that extensions are in. */
const MESSAGE = {
  clientHello: 0x80,
  serverHello: 0x100, // of TLS 1.2
  encryptedExtensions: 0x400,
  certificates: 0x1000,
};

const askFor = () =>
  moreOfLibssl({
    // int SSL_CTX_add_custom_ext(SSL_CTX *ctx, unsigned int ext_type, unsigned int context, add_cb,
    //                            free_cb, void *add_arg, parse_cb, void *parse_arg)
    SSL_CTX_add_custom_ext: {
      parameters: ["u64", "u32", "u32", "u64", "u64", "u64", "function", "u64"],
      result: "i32",
    },
  });

for (const protocol of ["TLSv1.2", "TLSv1.3"] as const) {
  test({
    name: `what one end writes under ${protocol} the other one reads, and then its goodbye`,
    needs: ["openssl"],
    async fn() {
      await using folder = await tempDir();
      const [server, client] = contexts(folder, protocol);
      using pair = connected(server, client);
      assert.equal(pair.server.version, protocol);
      assert(pair.server.cipher.bits >= 128);
      const block = new Uint8Array(1 << 16);
      for (const size of [1, 16_384, 16_385, 50_000]) {
        const sent = new Uint8Array(size).map((_, index) => index % 251);
        assert.equal(pair.client.write(sent), size);
        let received = 0;
        while (received < size) {
          const count = pair.server.read(block.subarray(received));
          assert(count !== undefined && count > 0);
          received += count;
        }
        assert.deepEqual(block.subarray(0, size), sent);
      }
      assert.equal(pair.server.read(block), undefined);
      assert.equal(pair.server.readNeeds, "readable");
      assert.equal(pair.client.sayGoodbye(), undefined);
      assert.equal(pair.server.read(block), 0);
      assert.equal(pair.server.read(block), 0);
      server.free();
      client.free();
    },
  });

  test({
    name: `extensions of one's own are in the messages under ${protocol} that they say`,
    needs: ["openssl"],
    async fn() {
      await using folder = await tempDir();
      const [server, client] = contexts(folder, protocol);
      const messages = Object.values(MESSAGE).reduce((all, one) => all | one);
      useServerInfo(server, [{ type: 4101, messages, content: bytesOf("words") }]);
      const heard: string[] = [];
      const parse = new Deno.UnsafeCallback(
        {
          parameters: ["u64", "u32", "u32", "u64", "usize", "u64", "usize", "u64", "u64"],
          result: "i32",
        },
        (_ssl, type, message, at, size) => {
          const bytes = new Uint8Array(Number(size));
          library().load(bytes, Number(at), bytes.length);
          heard.push(`${type} ${message.toString(16)} ${stringOf(bytes)}`);
          return 1;
        },
      );
      client.keep(parse);
      askFor().SSL_CTX_add_custom_ext(client.handle, 4101, messages, 0, 0, 0, parse.pointer, 0);
      using pair = connected(server, client);
      assert.equal(pair.client.version, protocol);
      assert.deepEqual(
        heard,
        protocol === "TLSv1.2" ? ["4101 100 words"] : ["4101 400 words", "4101 1000 words"],
      );
      assert.throws(
        () => useServerInfo(server, [{ type: 4101, messages, content: bytesOf("more") }]),
        /extension 4101 is there twice/,
      );
    },
  });

  test({
    name: `a connection under ${protocol} that is cut is not one that ends`,
    needs: ["openssl"],
    async fn() {
      await using folder = await tempDir();
      const [server, client] = contexts(folder, protocol);
      using pair = connected(server, client);
      pair.client.write(bytesOf("some"));
      const block = new Uint8Array(1 << 10);
      // What it has not read would make a reset of its end: tickets, one with each call.
      for (let i = 0; i < 3; i++) assert.equal(pair.client.read(block), undefined);
      pair.cut();
      assert.equal(pair.server.read(block), 4);
      assert.throws(() => pair.server.read(block), TlsTruncated);
      server.free();
      client.free();
    },
  });
}

test({
  name: "functions are opened once, however often they are asked for",
  needs: ["openssl"],
  fn() {
    const table = { SSL_version: { parameters: ["u64"], result: "i32" } } as const;
    assert.equal(moreOfLibssl(table), moreOfLibssl(table));
    assert.equal(library(), library());
  },
});

test({
  name: "sessions up to TLS 1.2 are told apart by their secrets",
  needs: ["openssl"],
  async fn() {
    await using folder = await tempDir();
    const [context, client] = contexts(folder, "TLSv1.2");
    using first = connected(context, client);
    using second = connected(context, client);
    const identity = first.server.identity();
    assert(sameSession(identity, first.server.identity()));
    assert(!sameSession(identity, second.server.identity()));
    context.free();
    client.free();
  },
});

test({
  name: "what does not fit is refused with OpenSSL's own words",
  needs: ["openssl"],
  async fn() {
    await using folder = await tempDir();
    const { certificate } = makeCertificate(folder.path);
    const { key } = makeCertificate(folder.path, { name: "other" });
    const read = (path: string) => Deno.readTextFileSync(path);
    const context = new TlsContext();
    context.useCertificate(read(certificate));
    const refusals: readonly (readonly [RegExp, () => void])[] = [
      [/key values mismatch/, () => context.useKey(read(key))],
      [/no start line|unsupported/, () => context.useKey("nothing of the kind")],
      [/no start line/, () => context.useCertificate("")],
      [
        /bad base64|bad end line/,
        () => context.useCertificate(read(certificate).replace(/=|A/g, "!")),
      ],
      [/no cipher match/, () => context.setCiphers("FOO")],
      [/no cipher match/, () => context.setSuites("FOO")],
      [/passed invalid argument/, () => context.setGroups("nowhere")],
    ];
    for (const [words, work] of refusals) {
      assert.throws(work, (error) => error instanceof OpenSslError && words.test(error.message));
    }
    context.free();
  },
});

test({
  name: "an encrypted key needs its pass phrase, and nobody is asked for it",
  needs: ["openssl"],
  async fn() {
    await using folder = await tempDir();
    const { certificate, key } = makeCertificate(folder.path);
    const locked = `${folder.path}/locked.key`;
    openssl("pkey", "-in", key, "-aes256", "-passout", "pass:sesame", "-out", locked);
    const context = new TlsContext();
    context.useCertificate(Deno.readTextFileSync(certificate));
    const pem = Deno.readTextFileSync(locked);
    assert.throws(() => context.useKey(pem), OpenSslError);
    assert.throws(() => context.useKey(pem, "wrong"), OpenSslError);
    context.useKey(pem, "sesame");
    context.free();
  },
});

test({
  name: "a certificate tells whose it is, what key it has and whether it counts",
  needs: ["openssl"],
  async fn() {
    await using folder = await tempDir();
    const { certificate } = makeCertificate(folder.path, { name: "ours" });
    const [facts] = factsOf(Deno.readTextFileSync(certificate));
    assert.deepEqual(facts, { subject: "/CN=ours", validity: "valid", kind: "EC" });
  },
});
