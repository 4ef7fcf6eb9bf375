import assert from "node:assert/strict";
import {
  groupOwner,
  nobodysIds,
  type OwnerIds,
  rememberedIds,
  userOwner,
} from "../../../src/session/access/owners.ts";
import { configuration } from "./support.ts";

Deno.test("owners of the configuration are looked up at login, those of later files without it", () => {
  const asked: (string | undefined)[] = [];
  const ids: OwnerIds = {
    ...nobodysIds,
    group: ({ name }) => {
      asked.push(name);
      return 7;
    },
  };
  const late: OwnerIds = { ...nobodysIds, group: ({ name }) => name === "own" ? 8 : undefined };
  const { servers } = configuration("<Directory /srv>\nGroupOwner staff\n</Directory>\n");
  const sections = [servers[0].section];
  const { group } = rememberedIds(ids, late, sections, [userOwner], [groupOwner]);
  assert.deepEqual(["staff", "own", "others"].map((name) => group({ name })), [7, 8, undefined]);
  assert.deepEqual(asked, ["staff"]);
});
