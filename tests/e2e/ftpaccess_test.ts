/**
 * `.ftpaccess` files: read after login, as the user, inside of the jail.
 */
import assert from "node:assert/strict";
import { testInBothManners } from "../harness/manners.ts";
import { test } from "../harness/requires.ts";
import { type Server, startServer } from "../harness/server.ts";
import { limit } from "../session/access/oracle.ts";

/** A file at `path` in the home of the first user, who owns it and the folder that it is in. */
async function put(server: Server, path: string, text: string): Promise<void> {
  const { home, uid, gid } = server.account();
  const folder = `${home}/${path}`.slice(0, `${home}/${path}`.lastIndexOf("/"));
  await Deno.mkdir(folder, { recursive: true });
  await Deno.writeTextFile(`${home}/${path}`, text);
  if (Deno.uid() !== 0) return;
  await Deno.chown(folder, uid, gid);
  await Deno.chown(`${home}/${path}`, uid, gid);
}

/** A folder `a` with a file in it and `text` as its `.ftpaccess`. */
async function furnish(server: Server, text: string): Promise<void> {
  await put(server, "f.txt", "hello\n");
  await put(server, "a/f.txt", "hello\n");
  await put(server, "a/.ftpaccess", text);
}

testInBothManners({
  name: "a pattern in an .ftpaccess file holds in the jail, where it is compiled",
  needs: [],
  async fn(server) {
    await furnish(server, "PathDenyFilter \\.exe$\n" + limit("DELE", "DenyUser regex ^ali"));
    await using client = await server.login();
    await client.upload("STOR a/x.txt", "x");
    await client.expect("DELE a/x.txt", 550);
    await client.passive();
    await client.expect("STOR a/x.exe", "550 a/x.exe: Forbidden filename");
    await client.passive();
    await client.expect("STOR x.exe", 150);
  },
});

testInBothManners({
  name: "an .ftpaccess file counts from the moment in which it is there, changes or goes",
  needs: [],
  async fn(server) {
    await furnish(server, "");
    await using client = await server.login();
    await client.expect("TYPE I", 200);
    await client.expect("SIZE a/f.txt", 213);
    await client.upload("STOR a/.ftpaccess", limit("SIZE", "DenyAll"));
    await client.expect("SIZE a/f.txt", "550 a/f.txt: Operation not permitted");
    await client.upload("STOR a/.ftpaccess", limit("MDTM", "DenyAll"));
    await client.expect("SIZE a/f.txt", 213);
    await client.expect("MDTM a/f.txt", 550);
    await client.expect("DELE a/.ftpaccess", 250);
    await client.expect("MDTM a/f.txt", 213);
  },
});

testInBothManners({
  name: "an .ftpaccess file that cannot be understood denies all, and only the log says why",
  needs: [],
  async fn(server) {
    await furnish(server, "Port 21\n");
    await using client = await server.login();
    await client.expect("TYPE I", 200);
    await client.expect("SIZE a/f.txt", "550 a/f.txt: Operation not permitted");
    await client.expect("CWD a", "550 a: No such file or directory");
    await client.expect("SIZE f.txt", 213);
    const log = await server.log();
    assert.match(log, /warning: Port: directive not allowed in \.ftpaccess context on line 1 of /);
    assert.match(log, /nothing is allowed in '.*\/a' until '.*\/a\/\.ftpaccess' is put right/);
  },
});

const unreadable: Readonly<Record<string, (path: string) => Promise<void>>> = {
  "a link": (path) => Deno.symlink("../f.txt", path),
  "a directory": (path) => Deno.mkdir(path),
  "too large": (path) => Deno.writeTextFile(path, "# nothing\n".repeat(10_000)),
  "full of costly patterns": (path) =>
    Deno.writeTextFile(path, "DenyFilter ((a{1,99}){1,99}){1,99}\n"),
};

for (const [name, make] of Object.entries(unreadable)) {
  testInBothManners({
    name: `an .ftpaccess that is ${name} denies all`,
    needs: [],
    async fn(server) {
      await furnish(server, "");
      await Deno.remove(`${server.home}/a/.ftpaccess`);
      await make(`${server.home}/a/.ftpaccess`);
      await using client = await server.login();
      await client.expect("TYPE I", 200);
      await client.expect("SIZE a/f.txt", "550 a/f.txt: Operation not permitted");
      await client.expect("SIZE f.txt", 213);
    },
  });
}

test({
  name: "AllowOverride is about the directory that the file lies in",
  needs: ["root"],
  async fn() {
    await using server = await startServer({
      config: ({ folder }) =>
        `AllowOverride off\n<Directory ${folder}/home/alice/a>\nAllowOverride on\n</Directory>\n`,
    });
    await furnish(server, limit("SIZE", "DenyAll"));
    await put(server, ".ftpaccess", limit("ALL", "DenyAll"));
    await using client = await server.login();
    await client.expect("TYPE I", 200);
    await client.expect("SIZE f.txt", 213);
    await client.expect("SIZE a/f.txt", 550);
  },
});
