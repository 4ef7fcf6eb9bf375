import assert from "node:assert/strict";
import { MOST_PEERS, Peers, type PeerSource } from "../../src/daemon/controls/peers.ts";

/** A source in which descriptor 1000 + n belongs to user n; it notes what it was asked. */
function source() {
  const asked: string[] = [];
  const its: PeerSource = {
    credentials: (connection) => ({ uid: connection - 1000, gid: 7 }),
    user(uid) {
      asked.push(`user ${uid}`);
      return uid === 404 ? "" : `u${uid}`;
    },
    groups(user, gid) {
      asked.push(`groups ${user}`);
      return [`g${gid}`];
    },
  };
  return { its, asked };
}

Deno.test("the user database is asked once about each client of the control socket", () => {
  const { its, asked } = source();
  const peers = new Peers(its);
  for (let count = 0; count < 3; count++) {
    assert.equal(peers.of(1005)?.user, "u5");
    assert.deepEqual(peers.of(1005)?.groups(), ["g7"]);
    assert.equal(peers.of(1404)?.user, "");
  }
  assert.deepEqual(asked, ["user 5", "groups u5", "user 404"]);
  peers.forget();
  assert.equal(peers.of(1005)?.user, "u5");
  assert.equal(asked.length, 4);
});

Deno.test("it is never asked for root's name, nor for groups that no rule names", () => {
  const { its, asked } = source();
  assert.equal(new Peers(its).of(1000)?.user, "root");
  assert.deepEqual(asked, []);
});

Deno.test("it is asked about so many users at most; root and those who came before are served", () => {
  const { its, asked } = source();
  const peers = new Peers(its);
  for (let uid = 1; uid <= MOST_PEERS; uid++) assert.ok(peers.of(1000 + uid));
  assert.equal(peers.of(1000 + MOST_PEERS + 1), undefined);
  assert.equal(asked.length, MOST_PEERS);
  assert.equal(peers.of(1000)?.uid, 0);
  assert.equal(peers.of(1001)?.uid, 1);
});
