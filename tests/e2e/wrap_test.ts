/**
 * Host tables (mod_wrap2): files that say who may come in, for all, for users and for groups.
 */
import assert from "node:assert/strict";
import { PROFTPD, run } from "../harness/programs.ts";
import { test } from "../harness/requires.ts";
import { type Place, type Server, startServer } from "../harness/server.ts";

const config = (more: string) => ({ folder }: Place) =>
  `WrapEngine on\nWrapLog ${folder}/wrap.log\n${more.replaceAll("FOLDER", folder)}\n`;

async function write(server: Server, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await Deno.writeTextFile(`${server.folder}/${name}`, text);
  }
}

/** What PASS of `user` is answered, up to the end of the connection if that follows. */
async function answerTo(server: Server, user: string): Promise<string> {
  await using client = await server.connect();
  await client.expect(`USER ${user}`, 331);
  const { lines, code } = await client.command("PASS secret");
  if (code === 530) await client.closed();
  return lines.join("|");
}

const users = [{ name: "alice" }, { name: "bob" }];

test({
  name: "tables are read at each login: an edit counts for the next one",
  needs: [],
  async fn() {
    await using server = await startServer({
      config: config(
        'WrapTables file:FOLDER/allow file:FOLDER/deny\nWrapDenyMsg "not %u"\nWrapAllowMsg "yes, %u"',
      ),
      users,
    });
    await write(server, { deny: "ALL: ALL\n" });
    assert.equal(await answerTo(server, "alice"), "530 not alice");
    await write(server, { allow: "proftpd: alice@127.0.0.1\n" });
    assert.equal(await answerTo(server, "alice"), "230-yes, alice|230 User alice logged in");
    assert.equal(await answerTo(server, "bob"), "530 not bob");
    const log = await server.read("wrap.log");
    assert.match(log, /: refused connection from bob@127\.0\.0\.1\n$/);
    assert.match(log, /: allowed connection from alice@127\.0\.0\.1\n/);
  },
});

test({
  name: "who does not exist is refused like everybody else",
  needs: [],
  async fn() {
    await using server = await startServer({
      config: config("WrapTables builtin:all builtin:all\nWrapUserTables * file:~/a builtin:all"),
      users,
    });
    assert.equal(await answerTo(server, "alice"), "530 Access denied");
    assert.equal(await answerTo(server, "nobody-at-all"), "530 Access denied");
  },
});

test({
  name: "a client does not choose its table by the name that it gives",
  needs: [],
  async fn() {
    await using server = await startServer({
      config: config("WrapTables file:FOLDER/acl/%U file:FOLDER/acl/%U.deny"),
      users,
    });
    await Deno.mkdir(`${server.folder}/acl`);
    await write(server, { "acl/alice.deny": "ALL: ALL\n", evil: "ALL: ALL\n" });
    assert.equal(await answerTo(server, "alice"), "530 Access denied");
    assert.equal(await answerTo(server, "bob"), "230 User bob logged in");
    assert.equal(await answerTo(server, "../evil"), "530 Access denied");
  },
});

test({
  name: "a deny table that is there and cannot be used lets nobody in",
  needs: [],
  async fn() {
    await using server = await startServer({
      config: config("WrapTables file:FOLDER/allow file:FOLDER/deny"),
      users,
    });
    assert.match(await answerTo(server, "alice"), /^230/); // it is not there
    await Deno.mkdir(`${server.folder}/deny`);
    assert.equal(await answerTo(server, "alice"), "530 Access denied");
    await Deno.remove(`${server.folder}/deny`);
    await run("mkfifo", [`${server.folder}/deny`]);
    assert.equal(await answerTo(server, "alice"), "530 Access denied");
    assert.match(await server.read("wrap.log"), /error opening deny table: Not a regular file/);
  },
});

test({
  name: "CheckOnConnect refuses instead of greeting, with SessionTemplate too",
  needs: [],
  async fn() {
    for (const template of ["off", "on"]) {
      await using server = await startServer({
        config: config(
          `SessionTemplate ${template}\nWrapOptions CheckOnConnect\n` +
            'WrapTables file:FOLDER/allow builtin:all\nWrapDenyMsg "go, %u"',
        ),
        users,
      });
      await using client = await server.connect();
      assert.equal(client.greeting.text, "530 go, unknown");
      await client.closed();
      await write(server, { allow: "ALL: 127.0.0.1\n" });
      assert.match(await answerTo(server, "alice"), /^230/);
    }
  },
});

test({
  name: "what is wrong with a table is told with file and line, before anybody comes",
  needs: [],
  async fn() {
    await using server = await startServer({ config: "", users });
    await write(server, { allow: "ALL: ALL\n", deny: "ALL: 192.0.2.1\nALL 192.0.2.2\n" });
    const file = `${server.folder}/other.conf`;
    const lines = config("WrapTables file:FOLDER/allow file:FOLDER/deny")(server.place);
    await Deno.writeTextFile(file, `${await server.read("defaults")}\n${lines}`);
    const { code, stdout, stderr } = await run(PROFTPD, ["-t", "-c", file]);
    assert.equal(code, 0, stderr);
    assert.match(
      stdout + stderr,
      /WrapTables: badly formatted list of daemon\/service names on line 2 of '.*\/deny'/,
    );
  },
});
