/**
 * Python's own client: each script in the folder ftplib runs against a server.
 */
import { fromFileUrl } from "../../harness/file_url.ts";
import { workplace } from "../../harness/client_program.ts";
import { testInBothManners } from "../../harness/manners.ts";

const scripts = [
  ["ftplib transfers, lists and asks for facts", "transfers.py"],
  ["ftplib makes and removes folders, renames and deletes", "folders.py"],
  ["ftplib breaks off transfers with an urgent ABOR and goes on", "urgent_abort.py"],
] as const;

for (const [name, script] of scripts) {
  testInBothManners({
    name,
    needs: ["python3"],
    async fn(server) {
      await using work = await workplace();
      const { name: user, password } = server.account();
      const path = fromFileUrl(new URL(`./ftplib/${script}`, import.meta.url));
      await work.run("python3", ["-B", path, "127.0.0.1", String(server.port), user, password]);
    },
  });
}
