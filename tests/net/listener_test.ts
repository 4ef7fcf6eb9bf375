import assert from "node:assert/strict";
import { close } from "../../src/libc/files.ts";
import { getpeername } from "../../src/libc/sockets.ts";
import { formatAddress, parseAddress } from "../../src/net/address.ts";
import { BindError, type Endpoint, Listener, openListeners } from "../../src/net/listener.ts";
import { freePort } from "../harness/free_port.ts";
import { waitFor } from "../harness/wait_for.ts";

const four = { useIPv6: false, backlog: 8 };
const dual = { useIPv6: true, backlog: 8 };

function at(text: string, port: number): Endpoint {
  const address = parseAddress(text);
  assert.ok(address);
  return { address, port };
}

Deno.test("a listener tells its port and hands out connections", async () => {
  using listener = Listener.open(at("127.0.0.1", 0), four);
  assert.notEqual(listener.port, 0);
  assert.equal(listener.accept(), undefined);
  using _client = await Deno.connect({ hostname: "127.0.0.1", port: listener.port });
  close(await waitFor("a connection", () => listener.accept()));
});

Deno.test("with UseIPv6, any address means one socket for both families", async () => {
  using listener = Listener.open({ address: "any", port: 0 }, dual);
  for (const host of ["127.0.0.1", "::1"]) {
    using _client = await Deno.connect({ hostname: host, port: listener.port });
    const fd = await waitFor("a connection", () => listener.accept());
    const peer = getpeername(fd);
    close(fd);
    assert.equal(peer && formatAddress(peer), host);
  }
});

Deno.test("without UseIPv6, any address means IPv4 alone", () => {
  using listener = Listener.open({ address: "any", port: 0 }, four);
  assert.equal(formatAddress(listener.address), "0.0.0.0");
});

Deno.test("a port that is taken is an error with address and port", () => {
  using first = Listener.open(at("127.0.0.1", 0), four);
  assert.throws(
    () => Listener.open(at("127.0.0.1", first.port), four),
    (error) =>
      error instanceof BindError && error.cause.code === "EADDRINUSE" &&
      error.message ===
        `Failed binding to 127.0.0.1, port ${first.port}: Address already in use`,
  );
});

Deno.test("when one of several ports is taken, none stays open", () => {
  using taken = Listener.open(at("127.0.0.1", 0), four);
  const port = freePort();
  assert.throws(
    () => openListeners([at("127.0.0.1", port), at("127.0.0.1", taken.port)], four),
    BindError,
  );
  Listener.open(at("127.0.0.1", port), four).close();
});

Deno.test("any address and a single one on the same port share one socket", () => {
  const port = freePort();
  const listeners = openListeners(
    [at("127.0.0.1", port), { address: "any", port }, at("127.0.0.1", port)],
    four,
  );
  for (const listener of listeners) listener.close();
  assert.deepEqual(listeners.map((each) => formatAddress(each.address)), ["0.0.0.0"]);
});

Deno.test("a reload keeps the listeners still wanted and makes room for the others", () => {
  // Not a port of the kernel's own choice: on another address, somebody's connection may have it.
  const port = freePort();
  const current = openListeners([at("127.0.0.1", 0), at("127.0.0.2", port)], four);
  const [kept] = current;
  const next = openListeners(
    [at("127.0.0.1", kept.port), { address: "any", port }],
    four,
    current,
  );
  for (const listener of next) listener.close();
  assert.equal(next[0], kept);
  assert.equal(next[1].port, port);
  assert.equal(formatAddress(next[1].address), "0.0.0.0");
});

Deno.test("listeners that are kept have room for as many connections as is wanted now", () => {
  using listener = Listener.open(at("127.0.0.1", 0), four);
  assert.equal(backlogOf(listener.fd), 8);
  const kept = openListeners([at("127.0.0.1", listener.port)], { ...four, backlog: 3 }, [listener]);
  assert.deepEqual(kept, [listener]);
  assert.equal(backlogOf(listener.fd), 3);
});

/** How many connections may wait in the listening socket `fd` (tcp(7), TCP_INFO: tcpi_sacked). */
function backlogOf(fd: number): number {
  const [IPPROTO_TCP, TCP_INFO, SACKED] = [6, 11, 28];
  // int getsockopt(int sockfd, int level, int optname, void *optval, socklen_t *optlen)
  const libc = Deno.dlopen("libc.so.6", {
    getsockopt: { parameters: ["i32", "i32", "i32", "buffer", "buffer"], result: "i32" },
  });
  const info = new Uint8Array(104);
  const length = new Uint32Array([info.length]);
  try {
    assert.equal(libc.symbols.getsockopt(fd, IPPROTO_TCP, TCP_INFO, info, length), 0);
  } finally {
    libc.close();
  }
  return new DataView(info.buffer).getUint32(SACKED, true);
}

Deno.test("sockets of somebody else's are used where they are, and stay open where nobody wants them", () => {
  using own = Listener.open(at("127.0.0.1", 0), four);
  using unused = Listener.open(at("127.0.0.1", 0), four);
  const inherited = [own, unused].map(({ fd }) => Listener.inherit(fd)).filter((it) =>
    it !== undefined
  );
  assert.equal(inherited.length, 2);
  for (const endpoint of [{ address: "any", port: own.port } as const, at("127.0.0.1", own.port)]) {
    assert.deepEqual(openListeners([endpoint], four, inherited, inherited), [inherited[0]]);
  }
  assert.throws(() => openListeners([at("127.0.0.1", own.port)], four), BindError);
  assert.equal(inherited[1]?.isOpen, true);
  assert.equal(Listener.inherit(0), undefined);
});
