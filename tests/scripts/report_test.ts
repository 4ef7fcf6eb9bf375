import assert from "node:assert/strict";
import { parseReport } from "../../scripts/test/report.ts";

Deno.test("a report counts tests, not their steps, and names what was skipped", () => {
  const xml = `<testsuites><testsuite name="x">
    <testcase name="a &lt;b&gt; &quot;c&quot;" classname="x" time="0.000">
    </testcase>
    <testcase name="lftp &amp; co [missing: lftp]" classname="x">
      <skipped/>
    </testcase>
    <testcase name="steps" classname="x">
      <failure message="1 test step failed">1 test step failed.</failure>
    </testcase>
    <testcase name="fails with a text" classname="x">
      <failure message="&lt;skipped/&gt;">&lt;testcase name=&quot;</failure>
    </testcase>
    <testcase name="steps &gt; one" classname="x">
    </testcase>
    <testcase name="steps &gt; two" classname="x">
      <failure message="Error">Error</failure>
    </testcase>
  </testsuite></testsuites>`;
  assert.deepEqual(parseReport(xml), {
    passed: 1,
    failed: 2,
    skipped: ["lftp & co [missing: lftp]"],
  });
});

Deno.test("no report is an empty report", () => {
  assert.deepEqual(parseReport(""), { passed: 0, failed: 0, skipped: [] });
});
