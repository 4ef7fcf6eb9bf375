import assert from "node:assert/strict";
import { close } from "../../src/libc/files.ts";
import { accept, connect, socket } from "../../src/libc/sockets.ts";
import { formatAddress, parseAddress, type SocketAddress } from "../../src/net/address.ts";
import { openPassivePort, type PassivePort } from "../../src/net/passive_port.ts";
import { shuffledRange } from "../../src/net/random.ts";
import { freePortRange } from "../harness/free_port.ts";

function address(text: string): SocketAddress {
  const parsed = parseAddress(text);
  assert.ok(parsed);
  return parsed;
}

const loopback = address("127.0.0.1");

/** Four neighbouring ports that nobody uses. */
function freeRange() {
  const min = freePortRange(4);
  return { min, max: min + 3 };
}

Deno.test("without a range the kernel chooses a port on the same address", () => {
  const port = openPassivePort(loopback);
  close(port.fd);
  assert.equal(formatAddress(port.address), "127.0.0.1");
  assert.notEqual(port.address.port, 0);
  assert.equal(port.outsideRange, false);
});

Deno.test("every port of the range is used before one outside it", () => {
  const range = freeRange();
  const opened: PassivePort[] = [];
  try {
    for (let i = 0; i < 5; i++) opened.push(openPassivePort(loopback, range));
  } finally {
    for (const each of opened) close(each.fd);
  }
  const inside = opened.slice(0, 4);
  assert.deepEqual(
    inside.map((each) => each.address.port).sort((a, b) => a - b),
    [range.min, range.min + 1, range.min + 2, range.max],
  );
  assert.ok(inside.every((each) => !each.outsideRange));
  const last = opened[4];
  assert.ok(last.outsideRange);
  assert.ok(last.address.port < range.min || last.address.port > range.max);
});

Deno.test("an IPv4 client of a dual-stack socket gets an IPv4 port", () => {
  const port = openPassivePort(address("::ffff:127.0.0.1"));
  close(port.fd);
  assert.equal(port.address.family, "inet");
});

Deno.test("an IPv6 client gets an IPv6 port", () => {
  const port = openPassivePort(address("::1"));
  close(port.fd);
  assert.equal(formatAddress(port.address), "::1");
});

Deno.test("a shuffled range has every number once", () => {
  const numbers = [...shuffledRange(49152, 50151)];
  assert.equal(numbers.length, 1000);
  assert.deepEqual(
    numbers.toSorted((a, b) => a - b),
    Array.from({ length: 1000 }, (_, i) => 49152 + i),
  );
});

Deno.test("no order of a shuffled range is favoured", () => {
  const counts = new Map<string, number>();
  for (let i = 0; i < 6000; i++) {
    const order = [...shuffledRange(1, 3)].join("");
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  assert.equal(counts.size, 6);
  // Six orders, 1000 expected each, standard deviation 29: 7 of them on either side.
  for (const [order, count] of counts) assert.ok(count > 800 && count < 1200, `${order} ${count}`);
});

Deno.test("a port that the kernel chose can be had again while its last connection is in TIME_WAIT", () => {
  const first = openPassivePort(loopback);
  const client = socket("inet");
  connect(client, first.address);
  const server = accept(first.fd);
  assert.ok(server !== undefined);
  close(first.fd);
  // Who closes first has the connection in TIME_WAIT when the other has closed, too.
  close(server);
  close(client);
  const { port } = first.address;
  const again = openPassivePort(loopback, { min: port, max: port });
  close(again.fd);
  assert.equal(again.outsideRange, false);
});
