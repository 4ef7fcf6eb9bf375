/**
 * TLS compared with the original's mod_tls: what is answered and refused, before and after a handshake.
 */
import assert from "node:assert/strict";
import { makeCertificate } from "../harness/certificates.ts";
import { fromFileUrl } from "../harness/file_url.ts";
import { startPeer } from "../harness/peer.ts";
import { run } from "../harness/programs.ts";
import { test } from "../harness/requires.ts";
import { type Place, type Server, startServer } from "../harness/server.ts";
import { waitFor } from "../harness/wait_for.ts";
import { confront, type Difference } from "./dialogue/confront.ts";
import { masked } from "./dialogue/masks.ts";

const SCRIPT = fromFileUrl(new URL("./tls/dialogue.py", import.meta.url));

/** A configuration and what the client does under it; steps as in the script. */
interface Dialogue {
  readonly name: string;
  readonly config: string | ((place: Place) => string);
  readonly steps: readonly string[];
  readonly differences?: readonly Difference[];
  /** What has to be among the answers, lest both servers agree in doing nothing. */
  readonly heard?: readonly string[];
}

/** Without a login, or before one. */
const BEFORE = [
  ...["NOOP", "SYST", "CLNT x", "XFOO", "PWD", "CSID x", "STAT", "PBSZ 0", "PROT P", "CCC"],
  ...["LIST", "RETR f", "STOR f", "USER alice", "PASS wrong"],
];

/** The course of a session. */
const COURSE = [
  ...BEFORE,
  ":connect",
  "AUTH TLS",
  ":tls",
  ...["NOOP", "PWD", "PBSZ 0", "CCC"],
  ":login",
  ...["PROT X", "PROT S", "PROT E", "PROT", "PROT C", ":data STOR f", "LIST"],
  ...[
    "PROT P",
    ":data STOR f",
    ":data RETR f",
    ":data LIST",
    ":data NLST",
    ":data MLSD",
    ":plain LIST",
  ],
  ...["PROT C", ":plain RETR f", "PROT P", "CCC"],
];

const REQUIREMENTS = ["off", "on", "ctrl", "data", "auth", "auth+data", "ctrl+!data"];

const dialogues: readonly Dialogue[] = [
  ...REQUIREMENTS.map((required) => ({
    name: `TLSRequired ${required} refuses what it does in the original`,
    config: `TLSRequired ${required}`,
    steps: COURSE,
  })),
  {
    name: "SSCN takes its words as in the original, and is about transfers only",
    config: "<Limit SSCN>\nDenyUser bob\n</Limit>",
    steps: [
      ...["SSCN", "SSCN ON", "AUTH TLS", ":tls", "SSCN", "SSCN ON", ":login", "FEAT", "HELP SSCN"],
      ...["SSCN", "SSCN ON", "SSCN", "SSCN OFF", "SSCN on", "SSCN X", "SSCN ON OFF", "sscn ON"],
      ...["PROT P", ":data LIST", ":data NLST", ":data MLSD", "PROT C", ":plain STOR f"],
      ...["SSCN OFF", "PROT P", ":data STOR f", "CPSV", "RNFR f", "SSCN ON", "RNTO g"],
      ...["CCC", ":clear", "SSCN", "SSCN ON", "QUIT"],
    ],
    heard: ["< 200 SSCN:CLIENT METHOD", "<  SSCN", "< 226 Transfer complete"],
  },
  {
    name: "<Limit ALL> covers SSCN, as in the original",
    config: "<Limit ALL>\nDenyAll\n</Limit>\n<Limit LOGIN>\nAllowAll\n</Limit>",
    steps: ["AUTH TLS", ":tls", ":login", "SSCN", "SSCN X", "SSCN ON OFF", "QUIT"],
    heard: ["< 550 SSCN: Operation not permitted"],
  },
  {
    name: "without a handshake there is no SSCN",
    config: "",
    steps: [":login", "SSCN", "SSCN ON", "QUIT"],
  },
  {
    name: "the commands of TLS take their words as in the original",
    config: "",
    steps: [
      ...["AUTH", "AUTH FOO", "AUTH tls-x", "PBSZ", "PROT", "CCC x", "ADAT x", "MIC x", "ENC x"],
      ...[
        "AUTH TLS x",
        ":tls",
        "AUTH TLS",
        "AUTH",
        "PBSZ 0",
        "PBSZ 1",
        "PBSZ x",
        "PBSZ",
        "PBSZ 0 0",
      ],
      ...["PROT p", "PROT c", "PROT P P", ":login", "AUTH TLS", "AUTH FOO", "RNFR f", "PROT P"],
      ...["PBSZ 0", "NOOP", "QUIT"],
    ],
  },
  ...["AUTH SSL", "AUTH TLS-P", "AUTH TLS-C", "auth tls"].map((auth) => ({
    name: `${auth} protects as much as in the original`,
    config: "",
    steps: [auth, ":tls", ":login", ":data NLST", ":plain NLST"],
  })),
  {
    name: "a session goes on in plain text after CCC",
    config: "",
    steps: [
      ...["AUTH TLS", ":tls", ":login", "PBSZ 0", "PROT P", "CCC", ":clear", "PWD", ":data NLST"],
      ":fresh NLST",
      ...["AUTH TLS", "CCC", "PROT C", ":plain NLST", "PROT P", "PBSZ 0", "QUIT"],
    ],
  },
  {
    name: "AUTH after the login is refused, and allowed with AllowPerUser",
    config: "",
    steps: [":login", "AUTH TLS", "AUTH FOO", "PBSZ 0", "PROT P", ":plain NLST"],
  },
  {
    name: "AllowPerUser lets clients log in first",
    config: "TLSOptions AllowPerUser\nTLSRequired data",
    steps: [
      ...[":login", "PWD", "NLST", "AUTH TLS", ":tls", "PWD", "NLST", "PROT P", ":data NLST"],
      "AUTH TLS",
    ],
  },
  {
    name: "implicit TLS is there from the start",
    config: "TLSOptions UseImplicitSSL",
    steps: [
      ...[":implicit", "AUTH TLS", "PBSZ 0", ":login", ":data NLST", ":plain NLST", "PROT C"],
      ":plain NLST",
    ],
  },
  {
    name: "without NoSessionReuseRequired only the session of the control connection counts",
    config: "",
    steps: ["AUTH TLS", ":tls", ":login", "PROT P", ":fresh NLST", ":data NLST", ":fresh STOR x"],
  },
  {
    name: "with NoSessionReuseRequired any session does",
    config: "TLSOptions NoSessionReuseRequired",
    steps: ["AUTH TLS", ":tls", ":login", "PROT P", ":fresh NLST", ":data NLST"],
  },
  {
    name: "what follows AUTH in plain text is not heard",
    config: "",
    steps: [
      ...[":bare AUTH TLS\\r\\nUSER alice\\r\\n", ":tls", "PASS secret", ":connect", "AUTH TLS"],
      ...["NOOP", "NOOP"],
    ],
  },
  {
    name: "a client's hello leads to the server it names, whose certificate it gets",
    config: named,
    steps: [
      ...["AUTH TLS", ":tls first.org", "HOST first.org", "HOST main.org", "HOST FIRST.org"],
      ...["HOST 127.0.0.1", "HOST", "HOST a b", "USER nobody-here", "PASS x", "PBSZ 0"],
      ...[":connect", "AUTH TLS", ":tls A.First.ORG", ":login", "STAT", "PROT P", ":data NLST"],
      ...[":connect", "AUTH TLS", ":tls closed.org", ":login"],
      ...[":connect", "AUTH TLS", ":tls main.org", "HOST first.org", "HOST main.org"],
      ...[":connect", "AUTH TLS", ":slowly first.org", ":connect", "AUTH TLS", ":slowly x.org"],
    ],
    heard: ["certificate of b'first-cr'", "certificate of b'main-crt'", "an alert", "a handshake"],
  },
  {
    name: "names in hellos that lead nowhere are refused, and so are servers without TLS",
    config: named,
    steps: ["unknown.org", "off.org", "first.org.", "main.or"]
      .flatMap((name) => [":connect", "AUTH TLS", `:tls ${name}`]),
    heard: ["no handshake: TLSV1_UNRECOGNIZED_NAME"],
  },
  {
    name: "the name in a hello has to be that of HOST, which has to come first without one",
    config: named,
    steps: [
      ...["HOST first.org", "AUTH TLS", ":tls main.org", ":connect", "HOST first.org", "AUTH TLS"],
      ...[":tls FIRST.org", "HOST first.org", "HOST a.first.org", ":connect", "HOST first.org"],
      ...["AUTH TLS", ":tls", "HOST first.org", "HOST main.org", "HOST 127.0.0.1", "HOST"],
      ...[":connect", "AUTH TLS", ":tls", "HOST first.org", "HOST 127.0.0.1", "HOST x y", ":login"],
      ...[":connect", "HOST 127.0.0.1", "AUTH TLS", ":tls first.org", "HOST first.org"],
      ...[":connect", "HOST x.org", "AUTH TLS", ":tls first.org", ":connect", "HOST off.org"],
      "AUTH TLS",
    ],
  },
  {
    name: "with IgnoreSNI a hello's name is none",
    config: (place) => named(place, "TLSOptions IgnoreSNI"),
    steps: [
      ...["AUTH TLS", ":tls first.org", "HOST first.org", ":connect", "AUTH TLS", ":tls x.org"],
      ...["HOST x.org", ":connect", "HOST first.org", "AUTH TLS", ":tls x.org"],
    ],
  },
  {
    name: "where no server has a name any name will do",
    config: "",
    steps: ["AUTH TLS", ":tls x.org", "HOST x.org", "PBSZ 0", "HOST [::1]", ":login"],
  },
  {
    name: "TLSEngine off, and no line at all, are the same",
    config: "TLSEngine off",
    steps: ["AUTH TLS", "PBSZ 0", "PROT P", "FEAT", ":login", "AUTH TLS"],
  },
];

/** Servers by name, each with a certificate that tells which; the first one greets, with `more`. */
function named({ folder, port }: Place, more = ""): string {
  const host = (name: string, lines: string) => {
    const { certificate, key } = makeCertificate(folder, { name: `${name}-crt` });
    return `<VirtualHost 127.0.0.1>
      Port ${port}
      ServerName ${name}
      TLSECCertificateFile ${certificate}
      TLSECCertificateKeyFile ${key}
      AllowOverwrite on
      DefaultRoot ~
      AuthUserFile ${folder}/passwd
      RequireValidShell off
      ${lines}
    </VirtualHost>\n`;
  };
  return host("main", `TLSEngine on\nServerAlias main.org\n${more}`) +
    host("first", "TLSEngine on\nServerAlias first.org *.first.org") +
    host("other", "TLSEngine off\nServerAlias off.org") +
    host("close", "TLSEngine on\nServerAlias closed.org\n<Limit LOGIN>\nDenyAll\n</Limit>");
}

/** What the original needs to have TLS, and a certificate. Some files of the user's are there, too. */
function configuration(place: Place, config: string): string {
  const { certificate, key } = makeCertificate(place.folder);
  const engine = /TLSEngine/.test(config) ? "" : "TLSEngine on";
  return `
    LoadModule mod_tls.c
    ${engine}
    TLSECCertificateFile ${certificate}
    TLSECCertificateKeyFile ${key}
    TLSTimeoutHandshake 30
    LangEngine off
    AllowOverwrite on
    DefaultRoot ~
    ${config}
  `;
}

async function hold(server: Server, steps: readonly string[]): Promise<string[]> {
  const { name, password } = server.account();
  const args = ["-B", SCRIPT, "127.0.0.1", String(server.port), name, password, ...steps];
  const { code, stdout, stderr } = await run("python3", args);
  if (code !== 0) throw new Error(stdout + stderr);
  return stdout.trimEnd().split("\n").map((line) => masked(line, server));
}

/** What the TransferLog says of each transfer from its direction on: the user, the service … */
async function services(server: Server): Promise<string[]> {
  const lines = (await server.read("xferlog")).split("\n").filter((line) => line !== "");
  return lines.map((line) => line.split(" ").slice(-8).join(" "));
}

for (const { name, config, steps, differences = [], heard = [] } of dialogues) {
  test({
    name,
    needs: ["peer", "root", "python3", "openssl", "/usr/lib/proftpd/mod_tls.so"],
    async fn() {
      const options = {
        config: (place: Place) =>
          configuration(place, typeof config === "function" ? config(place) : config),
      };
      await using original = await startPeer(options);
      await using own = await startServer(options);
      const [theirs, ours] = await Promise.all([hold(original, steps), hold(own, steps)]);
      confront(theirs, ours, differences);
      for (const line of heard) assert.ok(ours.includes(line), `${line} in\n${ours.join("\n")}`);
      confront(await services(original), await services(own), []);
    },
  });
}

test({
  name: "logs call a session under TLS ftps, from AUTH on and after CCC",
  needs: ["peer", "root", "python3", "openssl", "/usr/lib/proftpd/mod_tls.so"],
  async fn() {
    const options = {
      config: (place: Place) =>
        configuration(
          place,
          `LogFormat protocol "%m %{protocol} %s"\n` +
            `ExtendedLog ${place.folder}/ext ALL,EXIT protocol`,
        ),
    };
    await using original = await startPeer(options);
    await using own = await startServer(options);
    const steps = [
      ...[
        "NOOP",
        "AUTH TLS",
        ":tls",
        ":login",
        "PBSZ 0",
        "PROT P",
        ":data STOR f",
        "CCC",
        ":clear",
      ],
      ...["PWD", "QUIT"],
    ];
    const [theirs, ours] = await Promise.all([original, own].map(async (server) => {
      await hold(server, steps);
      const commands = await waitFor("the end of the session", async () => {
        const text = await server.read("ext");
        return /^EXIT/m.test(text) ? text : undefined;
      });
      const transfers = await server.read("xferlog");
      const known = `${commands}${transfers}`.split("\n").map((line) => masked(line, server));
      return known.map((line) => line.replace(/^<now> \d+/, "<now> <seconds>"));
    }));
    confront(theirs ?? [], ours ?? [], []);
    assert.match(ours?.join("\n") ?? "", / r alice ftps 0 \* c/);
  },
});
