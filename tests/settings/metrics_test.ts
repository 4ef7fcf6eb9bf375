import assert from "node:assert/strict";
import { Arguments } from "../../src/config/mod.ts";
import { formatAddress } from "../../src/net/mod.ts";
import { metricsSocket } from "../../src/settings/mod.ts";

/** The place that `word` means, as text. */
function placeOf(word: string): string | undefined {
  const place = metricsSocket.parse(
    new Arguments({ name: "MetricsSocket", args: [word], file: "f", line: 1 }),
  );
  if (place === undefined || "path" in place) return place?.path;
  return `${formatAddress(place.address)} port ${place.address.port}`;
}

Deno.test("MetricsSocket is a path, an address with a port, or none", () => {
  assert.equal(placeOf("/run/metrics.sock"), "/run/metrics.sock");
  assert.equal(placeOf("127.0.0.1:9117"), "127.0.0.1 port 9117");
  assert.equal(placeOf("[::1]:65535"), "::1 port 65535");
  assert.equal(placeOf("None"), undefined);
});

Deno.test("MetricsSocket refuses what is no address: it would be told to everybody", () => {
  const noAddresses = [
    ...["[::1:]:9117", "[1:2]:9117", "01.2.3.4:9117", "256.0.0.1:9117", "1.2.3:9117"],
    ...["::1:9117", "[127.0.0.1]:9117", "localhost:9117", ":9117", "[]:9117", "127.0.0.1", "x"],
  ];
  for (const word of noAddresses) {
    assert.throws(
      () => placeOf(word),
      { message: /must be an absolute path, or an address/ },
      word,
    );
  }
  for (const word of ["127.0.0.1:0", "[::1]:65536"]) {
    assert.throws(() => placeOf(word), { message: /port must be between 1 and 65535/ }, word);
  }
});
