import assert from "node:assert/strict";
import { stringOf } from "../../src/libc/bytes.ts";
import { close } from "../../src/libc/files.ts";
import { bindUnix, receive, socket } from "../../src/libc/sockets.ts";
import { type Entry } from "../../src/log/sink.ts";
import { type SyslogOptions, SyslogSink } from "../../src/log/syslog_sink.ts";
import { tempDir } from "../harness/temp_dir.ts";
import { waitFor } from "../harness/wait_for.ts";

/** A system logger that takes datagrams. */
function logger(path: string) {
  const fd = socket("unix", "datagram");
  bindUnix(fd, path);
  const buffer = new Uint8Array(65536);
  return {
    next(): string | undefined {
      const count = receive(fd, buffer);
      return count === undefined ? undefined : stringOf(buffer, 0, count);
    },
    async stop() {
      close(fd);
      await Deno.remove(path);
    },
  };
}

const time = new Date(2026, 10, 6, 11, 29, 42).getTime();
const entry: Entry = {
  time,
  level: "notice",
  auth: false,
  about: " 127.0.0.1 (localhost[127.0.0.2])",
  text: "FTP session opened.",
};

async function written(entry: Entry, options: Partial<SyslogOptions> = {}) {
  await using folder = await tempDir();
  const path = `${folder.path}/log`;
  const system = logger(path);
  const sink = new SyslogSink({ pid: 4711, path, ...options });
  sink.write(entry);
  const message = system.next();
  sink.close();
  await system.stop();
  return message;
}

Deno.test("a message has priority, time, program and process, as syslog(3) sends it", async () => {
  assert.match(
    await written(entry) ?? "",
    /^<29>Nov {2}6 \d\d:29:42 proftpd\[4711\]: 127\.0\.0\.1 \(localhost\[127\.0\.0\.2\]\) - FTP session opened\.$/,
  );
  assert.match(await written({ ...entry, about: "" }) ?? "", /proftpd\[4711\]: FTP session/);
});

Deno.test("logins go to authpriv, the rest to daemon, unless one facility is set for all", async () => {
  const priority = (message: string | undefined) => /^<\d+>/.exec(message ?? "")?.[0];
  const login: Entry = { ...entry, auth: true, level: "info" };
  assert.equal(priority(await written({ ...entry, level: "debug" })), "<31>");
  assert.equal(priority(await written(login)), "<86>");
  assert.equal(priority(await written(login, { facility: "local3" })), "<158>");
});

Deno.test("a logger that was restarted is found again", async () => {
  await using folder = await tempDir();
  const path = `${folder.path}/log`;
  const first = logger(path);
  const sink = new SyslogSink({ pid: 1, path });
  sink.write(entry);
  assert.ok(first.next());
  await first.stop();
  const second = logger(path);
  sink.write({ ...entry, text: "again" });
  assert.match(second.next() ?? "", /again$/);
  sink.close();
  await second.stop();
});

Deno.test("without a logger messages are lost, and one that comes hears of that", async () => {
  await using folder = await tempDir();
  const path = `${folder.path}/log`;
  const sink = new SyslogSink({ pid: 1, path });
  sink.write(entry);
  const late = logger(path);
  const message = await waitFor("the sink tries again", () => {
    sink.write(entry);
    return late.next();
  });
  assert.match(message, /FTP session opened/);
  assert.match(late.next() ?? "", /\d+ log line\(s\) before the last one could not be written/);
  sink.close();
  await late.stop();
});

Deno.test("a logger that does not keep up delays nobody for long, and hears of the gap later", async () => {
  await using folder = await tempDir();
  const path = `${folder.path}/log`;
  const system = logger(path);
  const sink = new SyslogSink({ pid: 1, path });
  const start = performance.now();
  for (let i = 0; i < 2000; i++) sink.write(entry);
  // A wait for each would take minutes.
  assert.ok(performance.now() - start < 60_000, "one wait, then the queue is left alone");
  while (system.next() !== undefined);
  const message = await waitFor("the sink tries again", () => {
    sink.write(entry);
    return system.next();
  });
  assert.match(message, /FTP session opened/);
  assert.match(system.next() ?? "", /\d+ log line\(s\) before the last one could not be written/);
  sink.close();
  await system.stop();
});
