/**
 * Hundreds of generated configurations in both servers, each as a virtual host: who may do what must
 * be the same. Where sections meet in a way in which the original overlooks one of them, ours may be
 * stricter, never more lenient.
 */
import assert from "node:assert/strict";
import { test } from "../harness/requires.ts";
import { generated } from "../session/access/generated.ts";
import { answersOfBoth, difference, placed } from "./access_hosts.ts";

/** Another seed asks other questions: both have to be answered alike as well. */
const SEED = 20_261_121;
const COUNT = 300;

test({
  name: `access: ${COUNT} generated configurations let everybody do what the original lets them do`,
  needs: ["peer", "root", "/usr/lib/proftpd/mod_ifsession.so"],
  async fn() {
    const asked = generated(SEED, COUNT);
    const answers = await answersOfBoth(asked);
    const told = asked.flatMap((one, i) => {
      const wrong = difference(one, answers[i]);
      const { user, source, files } = one;
      return wrong === undefined ? [] : [
        `${user} from ${source}\n${placed(one.config, "")}${JSON.stringify(files)}\n${wrong}`,
      ];
    });
    assert.equal(told.length, 0, `${told.length} of ${COUNT}:\n${told.slice(0, 10).join("\n\n")}`);
    // Otherwise nothing has been asked.
    const logins = answers.filter(({ ours }) => /^[Yn]+$/.test(ours)).length;
    assert.ok(logins > COUNT / 2, `${logins} logins`);
    const denied = answers.map(({ ours }) => ours).join("").split("n").length;
    assert.ok(denied > COUNT, "hardly anything was denied");
  },
});
