import assert from "node:assert/strict";
import { humanSize } from "../../src/fs/listing/human_size.ts";

Deno.test("humanSize() writes sizes as the original does", () => {
  const sizes: [number, string][] = [
    [0, "       0"],
    [999, "     999"],
    [1000, " 1000.0"],
    [1023, " 1023.0"],
    [1024, "    1.0k"],
    [1075, "    1.0k"],
    [1076, "    1.1k"],
    [1048575, " 1024.0k"],
    [1048576, "    1.0M"],
    [1572864000, "    1.5G"],
    [2 ** 40, "    1.0T"],
    [2 ** 60, "    1.0E"],
    [2 ** 73, " 8192.0E"],
  ];
  for (const [bytes, text] of sizes) assert.equal(humanSize(bytes), text);
});
