/**
 * The page that Prometheus reads.
 */
import assert from "node:assert/strict";
import { freePort } from "../harness/free_port.ts";
import { run } from "../harness/programs.ts";
import { test } from "../harness/requires.ts";
import { type Server, startServer } from "../harness/server.ts";
import { waitFor } from "../harness/wait_for.ts";

/** The values on the page that curl gets from `where`, by series. */
async function metricsAt(...where: readonly string[]): Promise<Map<string, number>> {
  const { code, stdout, stderr } = await run("curl", [
    "--silent",
    "--fail",
    "--show-error",
    ...where,
  ]);
  assert.equal(code, 0, stderr);
  const values = new Map<string, number>();
  for (const line of stdout.trimEnd().split("\n")) {
    if (line.startsWith("# ")) continue;
    const [, series = "", value] = /^([a-z_]+(?:\{.*\})?) (\S+)$/.exec(line) ?? [];
    assert.ok(series !== "" && !values.has(series), line);
    values.set(series, Number(value));
  }
  return values;
}

const ofSocket = (server: Server) =>
  metricsAt("--unix-socket", `${server.folder}/metrics.sock`, "http://localhost/metrics");

for (const template of ["off", "on"]) {
  test({
    name:
      `what clients did is counted, by command, login and transfer: SessionTemplate ${template}`,
    needs: ["curl"],
    async fn() {
      await using server = await startServer({
        config: ({ folder }) =>
          `MetricsSocket ${folder}/metrics.sock\nSessionTemplate ${template}\n` +
          `AllowOverwrite on\nMaxLoginAttempts 1\n`,
      });
      {
        await using client = await server.login();
        await client.upload("STOR file", "12345");
        assert.equal(await client.download("RETR file"), "12345");
        await client.expect("SIZE nothing", 550);
        await client.expect('BL"A', 500);
        const now = await ofSocket(server);
        assert.equal(now.get('proftpd_sessions{state="idle",server="Test"}'), 1);
        assert.equal(now.get('proftpd_processes{kind="session"}'), 1);
        await client.expect("QUIT", 221);
      }
      {
        await using stranger = await server.connect();
        await stranger.expect("USER alice", 331);
        await stranger.expect("PASS wrong", 530);
        await stranger.closed();
      }
      const expected = {
        'proftpd_commands_total{command="USER",code="331"}': 2,
        'proftpd_commands_total{command="PASS",code="230"}': 1,
        'proftpd_commands_total{command="RETR",code="226"}': 1,
        'proftpd_commands_total{command="SIZE",code="550"}': 1,
        'proftpd_commands_total{command="other",code="500"}': 1,
        'proftpd_commands_total{command="QUIT",code="221"}': 1,
        'proftpd_logins_total{result="user"}': 1,
        'proftpd_logins_total{result="refused"}': 1,
        'proftpd_events_total{event="mod_auth.max-login-attempts"}': 1,
        'proftpd_transfer_bytes_total{direction="in"}': 5,
        'proftpd_transfer_bytes_total{direction="out"}': 5,
        'proftpd_transfers_total{direction="in",result="complete"}': 1,
        'proftpd_transfer_duration_seconds_count{direction="out"}': 1,
        'proftpd_transfer_duration_seconds_bucket{direction="out",le="+Inf"}': 1,
        'proftpd_connections_total{result="served"}': 2,
        'proftpd_info{version="1.3.8"}': 1,
        "proftpd_bans": 0,
        "proftpd_shutdown_state": 0,
      };
      let found: Record<string, number | undefined> = {};
      await waitFor("the counts of both sessions", async () => {
        const seen = await ofSocket(server);
        found = Object.fromEntries(
          Object.keys(expected).map((series) => [series, seen.get(series)]),
        );
        const refused = seen.get('proftpd_commands_total{command="PASS",code="530"}');
        return seen.get('proftpd_processes{kind="session"}') === 0 && refused === 1;
      });
      assert.deepEqual(found, expected);
    },
  });
}

test({
  name: "a port may be asked too; reloads are counted, and HUP may close the socket",
  needs: ["curl"],
  async fn() {
    const port = freePort();
    await using server = await startServer(`MetricsSocket 127.0.0.1:${port}`);
    const page = [`http://127.0.0.1:${port}/metrics`];
    assert.equal((await metricsAt(...page)).get('proftpd_reloads_total{result="done"}'), undefined);
    await server.reconfigure(`MetricsSocket 127.0.0.1:${port}\nServerIdent off`);
    server.signal("SIGHUP");
    await waitFor(
      "the reload",
      async () => (await metricsAt(...page)).get('proftpd_reloads_total{result="done"}') === 1,
    );
    const { stdout } = await run("curl", ["--silent", `http://127.0.0.1:${port}/else`]);
    assert.equal(stdout, "the metrics are at /metrics\n");
    await server.reconfigure("MetricsSocket none");
    server.signal("SIGHUP");
    const couldNotConnect = 7;
    await waitFor(
      "the end of the socket",
      async () => (await run("curl", ["--silent", ...page])).code === couldNotConnect,
    );
  },
});

test({
  name: "a place that cannot be used is logged, and clients are served all the same",
  needs: ["curl"],
  async fn() {
    await using server = await startServer({
      config: ({ folder }) => `MetricsSocket ${folder}/none/metrics`,
    });
    await using client = await server.login();
    await client.expect("NOOP", 200);
    assert.match(await server.log(), /MetricsSocket: .*No such file or directory/);
  },
});
