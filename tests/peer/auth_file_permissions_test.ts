import assert from "node:assert/strict";
import { authFileProblem } from "../../src/auth/auth_file_permissions.ts";
import { run } from "../harness/programs.ts";
import { PEER_PROGRAM, test } from "../harness/requires.ts";
import { tempDir } from "../harness/temp_dir.ts";

const FILE_MODES = [0o600, 0o640, 0o660, 0o644, 0o602, 0o666, 0o606];
const DIRECTORY_MODES = [0o755, 0o777, 0o1777];

test({
  name: "AuthUserFile and AuthGroupFile are refused for the same permissions, in the same words",
  needs: ["peer"],
  fn: async () => {
    for (const kind of ["AuthUserFile", "AuthGroupFile"] as const) {
      for (const directoryMode of DIRECTORY_MODES) {
        await using folder = await tempDir();
        await using place = await tempDir();
        const path = `${place.path}/users`;
        const config = `${folder.path}/proftpd.conf`;
        await Deno.writeTextFile(path, "alice:x:2000:2000::/tmp:/bin/sh\n");
        await Deno.writeTextFile(config, `ServerName x\n${kind} ${path}\n`);
        await Deno.chmod(place.path, directoryMode);
        for (const mode of FILE_MODES) {
          await Deno.chmod(path, mode);
          const problem = authFileProblem(path, kind);
          const { code, stderr } = await run(PEER_PROGRAM, ["-t", "-c", config]);
          const told = /mod_auth_file\S*: (unable to use .*): Operation not permitted/.exec(stderr);
          const which = `${kind} ${mode.toString(8)} in ${directoryMode.toString(8)}`;
          assert.equal(problem, told?.[1], which);
          assert.equal(code, problem === undefined ? 0 : 1, which);
        }
      }
    }
  },
});
