/**
 * Questions to OCSP responders, and which answers count.
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { bytesOf, stringOf } from "../../src/libc/bytes.ts";
import { OpenSslError } from "../../src/libc/openssl/errors.ts";
import { standingOf } from "../../src/libc/openssl/issuer.ts";
import { AnswerRefused, OcspQuestion } from "../../src/libc/openssl/ocsp.ts";
import {
  type Certificate,
  makeCertificate,
  makeSignedCertificate,
} from "../harness/certificates.ts";
import { answerTo, type ResponderOptions, shiftedAnswer } from "../harness/responder.ts";
import { test } from "../harness/requires.ts";
import { tempDir } from "../harness/temp_dir.ts";

/** A certificate whose issuer says what is to be thought of it. */
interface Scene {
  readonly folder: string;
  readonly authority: Certificate;
  readonly server: Certificate;
}

async function withScene(work: (scene: Scene) => void): Promise<void> {
  await using folder = await tempDir();
  const authority = makeCertificate(folder.path, { name: "authority" });
  const server = makeSignedCertificate(folder.path, authority, "server");
  work({ folder: folder.path, authority, server });
}

function questionAbout({ authority, server }: Scene, nonce = true): OcspQuestion {
  const read = (path: string) => Deno.readTextFileSync(path);
  return new OcspQuestion(read(server.certificate), read(authority.certificate), nonce);
}

function answer(
  question: OcspQuestion,
  { folder, authority, server }: Scene,
  options: Partial<ResponderOptions> = {},
): string {
  const { certificate } = server;
  return stringOf(answerTo(question.bytes, { folder, authority, certificate, ...options }));
}

const refuses = (reason: RegExp) => (error: unknown) =>
  error instanceof AnswerRefused && reason.test(error.message);

test({
  name: "what the issuer says of a certificate is understood",
  needs: ["openssl"],
  fn: () =>
    withScene((scene) => {
      const question = questionAbout(scene);
      assert.deepEqual(question.verdict(answer(question, scene)), {
        status: "good",
        seconds: undefined,
      });
      const revoked = answer(question, scene, { status: "revoked", more: ["-ndays", "2"] });
      const { status, seconds = 0 } = question.verdict(revoked);
      assert.equal(status, "revoked");
      assert.ok(seconds > 86_400 && seconds <= 2 * 86_400, `${seconds} seconds`);
    }),
});

test({
  name: "whom the issuer has said so may speak for it, nobody else",
  needs: ["openssl"],
  fn: () =>
    withScene((scene) => {
      const { authority, folder } = scene;
      const question = questionAbout(scene);
      const sign = (name: string, extension = "") =>
        makeSignedCertificate(folder, authority, name, extension);
      const delegate = sign("delegate", "extendedKeyUsage=OCSPSigning");
      assert.equal(question.verdict(answer(question, scene, { signer: delegate })).status, "good");
      const others = [sign("other"), makeCertificate(folder, { name: "stranger" })];
      for (const signer of others) {
        assert.throws(
          () => question.verdict(answer(question, scene, { signer })),
          refuses(/does not verify/),
        );
      }
    }),
});

test({
  name: "an answer has to be about this question and this certificate",
  needs: ["openssl"],
  fn: () =>
    withScene((scene) => {
      const { authority, folder } = scene;
      const question = questionAbout(scene);
      const old = answer(questionAbout(scene), scene);
      assert.throws(() => question.verdict(old), refuses(/another nonce/));
      const without = answer(questionAbout(scene, false), scene);
      assert.throws(() => question.verdict(without), refuses(/does not repeat the nonce/));
      assert.equal(questionAbout(scene, false).verdict(without).status, "good");
      const other = { ...scene, server: makeSignedCertificate(folder, authority, "other") };
      const about = questionAbout(other, false);
      assert.throws(() => about.verdict(without), refuses(/another certificate/));
    }),
});

test({
  name: "what is no answer, or has something behind it, is refused",
  needs: ["openssl"],
  fn: () =>
    withScene((scene) => {
      const question = questionAbout(scene);
      const good = answer(question, scene);
      for (const text of ["", "x", "<html>", good.slice(0, -1), good.slice(0, 40)]) {
        assert.throws(() => question.verdict(text), AnswerRefused);
      }
      assert.throws(() => question.verdict(`${good}x`), refuses(/behind/));
      assert.throws(() => question.verdict("\x30\x03\x0a\x01\x03"), refuses(/tryLater/));
    }),
});

test({
  name: "an answer counts from its time on, and until the next one is due",
  needs: ["openssl"],
  fn: () =>
    withScene((scene) => {
      const { authority, folder } = scene;
      const question = questionAbout(scene);
      const given = (days: number, ...more: string[]) => {
        const today = bytesOf(answer(question, scene, { more }));
        return stringOf(shiftedAnswer(today, authority, folder, days));
      };
      const days = ["-ndays", "1"];
      const { status, seconds = 0 } = question.verdict(given(-0.5, ...days));
      assert.equal(status, "good");
      assert.ok(seconds > 0 && seconds <= 43_200, `${seconds} seconds`);
      for (const late of [-2, -1.01]) {
        assert.throws(() => question.verdict(given(late, ...days)), refuses(/status expired/));
      }
      // By one minute, which may be a matter of clocks: but not of the client's.
      const barely = -1 - 60 / 86_400;
      assert.throws(() => question.verdict(given(barely, ...days)), refuses(/its time is over/));
      assert.throws(() => question.verdict(given(0.1, ...days)), refuses(/status not yet valid/));
      // Who does not say until when has to have said it lately.
      assert.equal(question.verdict(given(-0.5)).seconds, undefined);
      assert.throws(() => question.verdict(given(-1.01)), refuses(/status too old/));
    }),
});

test({
  name: "no byte of an answer can be changed to make it say something else",
  needs: ["openssl"],
  fn: () =>
    withScene((scene) => {
      const question = questionAbout(scene);
      const good = answer(question, scene);
      fc.assert(
        fc.property(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
          const byte = String.fromCharCode(good.charCodeAt(at) ^ change);
          const changed = good.slice(0, at) + byte + good.slice(at + 1);
          try {
            // The certificates that come along are not signed by whoever answers.
            assert.equal(question.verdict(changed).status, "good");
          } catch (error) {
            if (!(error instanceof AnswerRefused || error instanceof OpenSslError)) throw error;
          }
        }),
        { numRuns: 500 },
      );
    }),
});

test({
  name: "who has signed a certificate is found among others, by its signature",
  needs: ["openssl"],
  fn: () =>
    withScene(({ folder, authority }) => {
      const url = "http://ocsp.example.com/x";
      const lines = `authorityInfoAccess=OCSP;URI:${url},caIssuers;URI:http://a/`;
      const server = makeSignedCertificate(folder, authority, "server", lines);
      const read = (path: string) => Deno.readTextFileSync(path);
      const own = read(server.certificate);
      const signer = read(authority.certificate);
      // The same name, and another key.
      Deno.mkdirSync(`${folder}/false`);
      const false_ = read(makeCertificate(`${folder}/false`, { name: "authority" }).certificate);
      const standing = standingOf(own, [false_, signer]);
      assert.equal(standing.subject, "/CN=server");
      assert.deepEqual(standing.urls, [url]);
      assert.equal(standing.issuer?.trim(), signer.trim());
      assert.equal(standing.fingerprint.length, 32);
      assert.equal(standing.isSelfSigned, false);
      assert.equal(standingOf(own, [false_]).issuer, undefined);
      assert.equal(standingOf(own + signer, []).issuer?.trim(), signer.trim());
      assert.equal(standingOf(signer, []).isSelfSigned, true);
      assert.deepEqual(standingOf(signer, []).urls, []);
    }),
});
