import assert from "node:assert/strict";
import {
  Counts,
  DAEMON_FAMILIES,
  formatPage,
  MOST_MESSAGE,
  MOST_SERIES,
  seriesOf,
  SESSION_FAMILIES,
  Totals,
} from "../../src/metrics/mod.ts";

const { commands, durations } = SESSION_FAMILIES;

/** Everything that `counts` has to tell, as messages. */
function messagesOf(counts: Counts): string[] {
  const messages: string[] = [];
  counts.flush((message) => messages.push(message) > 0);
  return messages;
}

Deno.test("what sessions count adds up at the daemon", () => {
  const totals = new Totals();
  for (const times of [2, 3]) {
    const counts = new Counts();
    counts.add(commands, ["NOOP", "200"], times);
    counts.add(commands, ["RETR", "550"]);
    messagesOf(counts).forEach((message) => totals.absorb(message));
  }
  assert.deepEqual(totals.of(commands), [
    ['proftpd_commands_total{command="NOOP",code="200"}', 5],
    ['proftpd_commands_total{command="RETR",code="550"}', 2],
  ]);
});

Deno.test("a duration is in every bucket that it fits in, in the sum and in the count, and they are in order", () => {
  const counts = new Counts();
  counts.observe("in", 7.5);
  const totals = new Totals();
  messagesOf(counts).forEach((message) => totals.absorb(message));
  assert.deepEqual(totals.of(durations).map(([series, sum]) => `${series} ${sum}`), [
    'proftpd_transfer_duration_seconds_bucket{direction="in",le="0.01"} 0',
    'proftpd_transfer_duration_seconds_bucket{direction="in",le="0.1"} 0',
    'proftpd_transfer_duration_seconds_bucket{direction="in",le="0.5"} 0',
    'proftpd_transfer_duration_seconds_bucket{direction="in",le="1"} 0',
    'proftpd_transfer_duration_seconds_bucket{direction="in",le="5"} 0',
    'proftpd_transfer_duration_seconds_bucket{direction="in",le="10"} 1',
    'proftpd_transfer_duration_seconds_bucket{direction="in",le="30"} 1',
    'proftpd_transfer_duration_seconds_bucket{direction="in",le="60"} 1',
    'proftpd_transfer_duration_seconds_bucket{direction="in",le="300"} 1',
    'proftpd_transfer_duration_seconds_bucket{direction="in",le="1800"} 1',
    'proftpd_transfer_duration_seconds_bucket{direction="in",le="+Inf"} 1',
    'proftpd_transfer_duration_seconds_sum{direction="in"} 7.5',
    'proftpd_transfer_duration_seconds_count{direction="in"} 1',
  ]);
});

Deno.test("messages stay within their size, and what was not taken is told the next time", () => {
  const counts = new Counts();
  for (let code = 100; code < 400; code++) counts.add(commands, ["NOOP", `${code}`]);
  counts.flush(() => false);
  const messages = messagesOf(counts);
  assert.ok(messages.length > 1);
  assert.ok(messages.every((message) => message.length <= MOST_MESSAGE));
  assert.equal(messages.join("").trimEnd().split("\n").length, 300);
  assert.deepEqual(messagesOf(counts), []);
});

Deno.test("what is no count of a known name is dropped, and counted as such", () => {
  const totals = new Totals();
  const wrong = [
    "nonsense",
    "proftpd_unknown_total 1",
    'proftpd_commands_total{command="A",code="200"} -1',
    'proftpd_commands_total{command="A",code="200"} 1e99',
    'proftpd_commands_total{command="A,code="200"} 1',
    'proftpd_commands_total{command="A",code="200"} 1 # more',
    'proftpd_commands_total{command="A",code="200"} ',
    "proftpd_reloads_total 1",
  ];
  totals.absorb(wrong.join("\n") + "\n");
  assert.deepEqual(totals.of(commands), []);
  assert.deepEqual(totals.of(DAEMON_FAMILIES.dropped), [[
    "proftpd_metrics_dropped_total",
    wrong.length,
  ]]);
});

Deno.test("what Prometheus would refuse the whole page for is dropped", () => {
  const totals = new Totals();
  const wrong = [
    "proftpd_commands_total 1",
    'proftpd_commands_total{command="A"} 1',
    'proftpd_commands_total{code="200",command="A"} 1',
    'proftpd_commands_total{command="A",code="200",} 1',
    'proftpd_commands_total{command="A",command="B"} 1',
    'proftpd_commands_total{command="\xe9",code="200"} 1',
    'proftpd_commands_total{command="\r",code="200"} 1',
    'proftpd_commands_total{command="A",code="200",le="1"} 1',
    'proftpd_transfer_duration_seconds_bucket{direction="in"} 1',
    'proftpd_transfer_duration_seconds_bucket{direction="in",le="x"} 1',
  ];
  totals.absorb(wrong.join("\n"));
  assert.deepEqual(totals.of(commands), []);
  assert.deepEqual(totals.of(durations), []);
  assert.equal(totals.of(DAEMON_FAMILIES.dropped)[0]?.[1], wrong.length);
});

Deno.test("labels are UTF-8, whatever bytes the name of a server has", () => {
  const { sessions } = DAEMON_FAMILIES;
  const series = (server: string) => seriesOf(sessions, ["idle", server]);
  assert.equal(
    series("K\xf6ln"),
    'proftpd_sessions{state="idle",server="K\xef\xbf\xbdln"}',
  );
  assert.equal(
    series('K\xc3\xb6ln "am" Rhein\\'),
    'proftpd_sessions{state="idle",server="K\xc3\xb6ln \\"am\\" Rhein\\\\"}',
  );
});

Deno.test("there is a limit to the series that sessions can make", () => {
  const totals = new Totals();
  for (let i = 0; i < MOST_SERIES + 10; i++) {
    totals.absorb(`proftpd_commands_total{command="A${i}",code="200"} 1\n`);
  }
  assert.equal(totals.of(commands).length, MOST_SERIES);
  assert.equal(totals.of(DAEMON_FAMILIES.dropped)[0]?.[1], 10);
});

Deno.test("labels cannot end early", () => {
  const counts = new Counts();
  counts.add(commands, ['A"\\\n', "200"]);
  assert.deepEqual(messagesOf(counts), [
    'proftpd_commands_total{command="A\\"\\\\?",code="200"} 1\n',
  ]);
});

Deno.test("the page has the name and the meaning of a family that has counted nothing", () => {
  assert.equal(
    formatPage([{ family: DAEMON_FAMILIES.bans, values: [["proftpd_bans", 3]] }, {
      family: DAEMON_FAMILIES.reloads,
      values: [],
    }]),
    "# HELP proftpd_bans Bans in force\n# TYPE proftpd_bans gauge\nproftpd_bans 3\n" +
      "# HELP proftpd_reloads_total HUPs: done, or kept where SafeRestart kept the old\n" +
      "# TYPE proftpd_reloads_total counter\n",
  );
});
