/**
 * OCSP stapling: clients that ask for the status of the server's certificate get what its responder
 * says, if that is worth anything.
 */
import assert from "node:assert/strict";
import {
  type Certificate,
  makeCertificate,
  makeSignedCertificate,
  openssl,
} from "../../harness/certificates.ts";
import { waitForLog } from "../../harness/eventually.ts";
import { freePort } from "../../harness/free_port.ts";
import { childrenOf, descriptorsOf, statusField } from "../../harness/processes.ts";
import { prepare } from "../../harness/prepared.ts";
import { run } from "../../harness/programs.ts";
import { test } from "../../harness/requires.ts";
import {
  answerTo,
  ocspResponse,
  type Responder,
  shiftedAnswer,
  startResponder,
} from "../../harness/responder.ts";
import { type Place, startServer } from "../../harness/server.ts";
import {
  authority,
  honest,
  stapling,
  startStapling,
  statusAt,
  statusOver,
  waitForStatus,
} from "../../harness/stapling.ts";
import { waitFor } from "../../harness/wait_for.ts";

for (const template of ["off", "on"]) {
  test({
    name: `clients get what the responder says of the certificate, SessionTemplate ${template}`,
    needs: ["openssl"],
    async fn() {
      await using both = await startStapling(
        honest,
        (url) => stapling(url, `SessionTemplate ${template}`),
      );
      const { server, responder } = both;
      await waitForStatus(server, "good");
      for (const version of ["-tls1_2", "-tls1_3"]) {
        assert.equal(await statusAt(server, version), "good", version);
      }
      // Once for all of them.
      assert.equal(responder.asked, 1);
    },
  });
}

test({
  name: "the responder that is configured counts, and what it says of a revoked certificate, too",
  needs: ["openssl"],
  async fn() {
    await using nobody = startResponder(() => new Response("", { status: 500 }));
    await using both = await startStapling(
      (folder) => honest(folder, { status: "revoked" }),
      (url) => stapling(nobody.url, `TLSStaplingResponder ${url}\nTLSStaplingOptions NoNonce`),
    );
    const { server } = both;
    await waitForStatus(server, "revoked");
    await waitForLog(server, /OCSP responder '.*' about certificate '\/CN=server': it is revoked/);
    assert.equal(nobody.asked, 0);
  },
});

/** What is no use, and what the log says of it. */
const failures: readonly {
  readonly name: string;
  readonly responder: (folder: () => string) => Responder;
  readonly reason: RegExp;
  readonly seconds?: number;
}[] = [
  {
    name: "that a stranger has signed",
    responder: (folder) =>
      honest(folder, { signer: (at) => makeCertificate(at, { name: "evil" }) }),
    reason: /its answer is not stapled: it does not verify/,
  },
  {
    name: "that is out of date",
    responder: (folder) =>
      honest(folder, {
        change: (answer, at) => shiftedAnswer(answer, authority(at), at, -2),
      }),
    reason: /its answer is not stapled: it does not count now: status expired/,
  },
  {
    name: "that is from the future",
    responder: (folder) =>
      honest(folder, {
        change: (answer, at) => shiftedAnswer(answer, authority(at), at, 2),
      }),
    reason: /its answer is not stapled: it does not count now: status not yet valid/,
  },
  {
    name: "that is none",
    responder: () => startResponder(() => ocspResponse(new TextEncoder().encode("<html>"))),
    reason: /its answer is not stapled: it is no OCSP response/,
  },
  {
    name: "that is a page",
    responder: () => startResponder(() => new Response("<html>")),
    reason: /no answer: it answers with something else than an OCSP response/,
  },
  {
    name: "that is an error",
    responder: () => startResponder(() => new Response("", { status: 503 })),
    reason: /no answer: it answers with status 503/,
  },
  {
    name: "that is too long",
    responder: () => startResponder(() => ocspResponse(new Uint8Array(1 << 20))),
    reason: /no answer: its response is too long/,
  },
  {
    name: "that does not come",
    responder: () => startResponder((_, over) => over.then(() => new Response(""))),
    reason: /no answer: it takes too long/,
    seconds: 1,
  },
];

for (const { name, responder, reason, seconds = 60 } of failures) {
  test({
    name: `an answer ${name} is not stapled: clients are told to try later, or nothing`,
    needs: ["openssl"],
    async fn() {
      for (const [options, heard] of [["", "trylater"], ["NoFakeTryLater", "no response sent"]]) {
        const more = options === "" ? "" : `TLSStaplingOptions ${options}`;
        await using both = await startStapling(
          responder,
          (url) => stapling(url, `TLSStaplingTimeout ${seconds}\n${more}`),
        );
        const { server } = both;
        await waitForLog(server, reason);
        assert.equal(await statusAt(server), heard);
      }
    },
  });
}

test({
  name: "a certificate that must be stapled is shown with something even where nobody answers",
  needs: ["openssl"],
  async fn() {
    const url = `http://127.0.0.1:${freePort()}/\ntlsfeature=status_request`;
    await using server = await startServer({
      config: stapling(url, "TLSStaplingOptions NoFakeTryLater"),
    });
    await waitForLog(server, /about certificate '\/CN=server': no answer: Connection refused/);
    assert.equal(await statusAt(server), "trylater");
  },
});

test({
  name: "without TLSStapling nobody is asked, and clients get nothing",
  needs: ["openssl"],
  async fn() {
    await using responder = startResponder(() => new Response(""));
    await using server = await startServer({
      config: (place) => stapling(responder.url)(place).replace("TLSStapling on", ""),
    });
    assert.equal(await statusAt(server), "no response sent");
    assert.equal(responder.asked, 0);
  },
});

test({
  name: "a certificate that is there from HUP on is asked about",
  needs: ["openssl"],
  async fn() {
    await using both = await startStapling(honest, () => stapling(""));
    const { server, responder } = both;
    assert.equal(await statusAt(server), "trylater");
    const access = `authorityInfoAccess=OCSP;URI:${responder.url}`;
    makeSignedCertificate(server.folder, authority(server.folder), "server", access);
    server.signal("SIGHUP");
    await waitForStatus(server, "good");
  },
});

test({
  name: "who asks responders has no rights, no way back, and nothing of the daemon's",
  needs: ["root", "openssl"],
  async fn() {
    await using responder = startResponder((_, over) => over.then(() => new Response("")));
    await using server = await startServer({
      config: (place) => `User nobody\nGroup nogroup\n${stapling(responder.url)(place)}`,
    });
    await waitFor("a question", () => responder.asked > 0);
    const read = (pid: number, name: string) => Deno.readTextFile(`/proc/${pid}/${name}`);
    const pids = await childrenOf(server.pid);
    const titles = await Promise.all(pids.map((pid) => read(pid, "cmdline").catch(() => "")));
    const asking = pids.filter((_, i) => titles[i]?.startsWith("proftpd: (asking OCSP"));
    assert.equal(asking.length, 1, titles.join("\n"));
    const [pid = 0] = asking;
    const nobody = (await statusField(server.pid, "Uid")).split("\t")[1];
    assert.notEqual(nobody, "0");
    assert.equal(await statusField(pid, "Uid"), Array(4).fill(nobody).join("\t"));
    assert.match(await statusField(pid, "CapPrm"), /^0+$/);
    assert.equal(await statusField(pid, "NoNewPrivs"), "1");
    assert.equal(await statusField(pid, "Seccomp"), "2");
    const files = [...descriptorsOf(pid).values()];
    const memory = files.filter((file) => file.startsWith("/memfd:"));
    assert.deepEqual(memory, ["/memfd:staples (deleted)"]);
    const daemons = [...descriptorsOf(server.pid).values()];
    const shared = files.filter((file) => file.startsWith("socket:") && daemons.includes(file));
    assert.deepEqual(shared, []);
  },
});

test({
  name: "a responder that has failed is asked again at HUP",
  needs: ["openssl"],
  async fn() {
    let isMended = false;
    await using both = await startStapling((folder) =>
      startResponder((question) => {
        if (!isMended) return new Response("", { status: 503 });
        const at = folder();
        const certificate = `${at}/server.crt`;
        const options = { folder: at, authority: authority(at), certificate };
        return ocspResponse(answerTo(question, options));
      })
    );
    const { server } = both;
    await waitForLog(server, /it answers with status 503/);
    isMended = true;
    // The first one may come before the end of what has failed was noticed.
    await waitFor("the status good", async () => {
      server.signal("SIGHUP");
      return await statusAt(server) === "good" ? true : undefined;
    });
  },
});

test({
  name: "each server staples, and demands of clients, what its own settings say",
  needs: ["openssl", "python3"],
  async fn() {
    const port = freePort();
    await using both = await startStapling(
      honest,
      (url) => (place) => {
        const { folder } = place;
        const main = stapling("http://nowhere.invalid/")(place);
        Deno.mkdirSync(`${folder}/hashed`);
        Deno.copyFileSync(`${folder}/authority.crt`, `${folder}/hashed/authority.crt`);
        openssl("rehash", `${folder}/hashed`);
        return `${main}
          <Global>
            TLSStaplingResponder ${url}
            TLSOptions iPAddressRequired
          </Global>
          <VirtualHost 127.0.0.1>
            Port ${port}
            TLSEngine on
            TLSECCertificateFile ${folder}/server.crt
            TLSECCertificateKeyFile ${folder}/server.key
            TLSCACertificatePath ${folder}/hashed
            TLSVerifyClient on
            TLSStapling off
          </VirtualHost>\n`;
      },
    );
    const { server } = both;
    await waitForStatus(server, "good");
    const { folder } = server;
    const sign = (name: string, address: string) =>
      makeSignedCertificate(folder, authority(folder), name, `subjectAltName=IP:${address}`);
    const paths = ({ certificate, key }: Certificate) => ["-cert", certificate, "-key", key];
    const here = paths(sign("here", "127.0.0.1"));
    const there = paths(sign("there", "192.0.2.7"));
    // Nobody is asked for a certificate by the first.
    assert.equal(await statusAt(server, ...there), "good");
    assert.equal(await statusAt({ port }, "-tls1_2", ...here), "no response sent");
    const said = async (...more: string[]) => {
      const at = ["-connect", `127.0.0.1:${port}`, "-starttls", "ftp", "-tls1_2", "-quiet"];
      const input = "NOOP\r\nQUIT\r\n";
      return (await run("openssl", ["s_client", ...at, ...more], { input })).stdout;
    };
    assert.match(await said(...here), /200 NOOP command successful/);
    assert.doesNotMatch(await said(...there), /200 NOOP/);
    assert.doesNotMatch(await said(), /200 NOOP/);
  },
});

test({
  name: "a session that is the user's already, in a jail, staples as well (AllowPerUser)",
  needs: ["openssl"],
  async fn() {
    await using both = await startStapling(
      honest,
      (url) => stapling(url, "TLSOptions AllowPerUser\nDefaultRoot ~"),
    );
    const { server } = both;
    await waitForStatus(server, "good");
    const { name, password } = server.account();
    using session = await Deno.connect({ hostname: "127.0.0.1", port: server.port });
    for (
      const [line, answer] of [["", 220], [`USER ${name}`, 331], [`PASS ${password}`, 230], [
        "AUTH TLS",
        234,
      ]] as const
    ) {
      if (line !== "") await session.write(new TextEncoder().encode(`${line}\r\n`));
      let heard = "";
      while (!heard.endsWith("\r\n")) {
        const block = new Uint8Array(1024);
        const count = await session.read(block);
        assert.ok(count, heard);
        heard += new TextDecoder().decode(block.subarray(0, count));
      }
      assert.match(heard, new RegExp(`^${answer} `));
    }
    // openssl(1) cannot log in first: it is given the connection as it is now.
    using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const status = statusOver(listener.addr.port, []);
    using client = await listener.accept();
    const ends = [
      client.readable.pipeTo(session.writable, { preventCancel: true }).catch(() => {}),
      session.readable.pipeTo(client.writable).catch(() => {}),
    ];
    assert.equal(await status, "good");
    await Promise.all(ends);
  },
});

test({
  name: "-t tells what cannot be stapled",
  needs: ["openssl"],
  async fn() {
    const said = async (config: (place: Place) => string) => {
      await using prepared = await prepare({ config });
      const { code, stderr } = await prepared.launch("-t");
      assert.equal(code, 0, stderr);
      return stderr;
    };
    const about = "warning: TLSECCertificateFile: certificate '/CN=server'";
    const outcomes = [
      [stapling(""), `${about} names no OCSP responder, nothing can be stapled on line`],
      [
        stapling("https://ocsp.example.com/"),
        `${about} has an OCSP responder that is not asked over http://, ` +
        "'https://ocsp.example.com/', nothing can be stapled on line",
      ],
      [
        (place: Place) => stapling("http://a/")(place).replace(/TLSCACertificateFile .*/, ""),
        "who has signed certificate '/CN=server' is not among the configured certificates",
      ],
      [
        stapling("http://a/", "TLSStaplingCache shm:/file=/nowhere"),
        "TLSStaplingCache: OCSP responses are kept in the daemon's memory, without effect",
      ],
    ] as const;
    for (const [config, text] of outcomes) {
      const stderr = await said(config);
      assert.ok(stderr.includes(text), stderr);
    }
    assert.doesNotMatch(await said(stapling("http://a/")), /staple/);
  },
});
