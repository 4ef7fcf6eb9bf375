/**
 * The control connection under TLS, as the session sees it.
 */
import assert from "node:assert/strict";
import { bytesOf, stringOf } from "../../../src/libc/bytes.ts";
import { cString, takeErrors } from "../../../src/libc/openssl/errors.ts";
import { openssl } from "../../../src/libc/openssl/library.ts";
import { ControlProtection } from "../../../src/modules/tls/control_protection.ts";
import { test } from "../../harness/requires.ts";
import { tempDir } from "../../harness/temp_dir.ts";
import { connected, contexts } from "../../libc/openssl_pair.ts";

test({
  name: "what OpenSSL has left to say to others breaks no connection",
  needs: ["openssl"],
  async fn() {
    await using folder = await tempDir();
    const [server, client] = contexts(folder, "TLSv1.3");
    using pair = connected(server, client);
    const notes: Error[] = [];
    const control = new ControlProtection(pair.server, (error) => notes.push(error));
    const leave = () => openssl().SSL_CTX_set_cipher_list(client.handle, cString("nonsense"));
    assert.equal(leave(), 0);
    assert.notDeepEqual(takeErrors(), []);
    const block = new Uint8Array(new ArrayBuffer(64));
    leave();
    assert.equal(control.receive(block), undefined, "nothing yet");
    leave();
    assert.equal(control.send(bytesOf("220 hello")), 9);
    assert.equal(pair.client.write(bytesOf("NOOP")), 4);
    leave();
    assert.equal(control.receive(block), 4);
    assert.equal(stringOf(block.subarray(0, 4)), "NOOP");
    leave();
    assert.equal(control.receive(block), undefined);
    assert.deepEqual(notes, []);
  },
});
