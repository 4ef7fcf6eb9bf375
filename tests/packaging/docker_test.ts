/**
 * The container: what its Dockerfile runs, and what the head of it says, on a copy of this machine's
 * file system that is thrown away.
 */
import assert from "node:assert/strict";
import { fromFileUrl } from "../harness/file_url.ts";
import { freePort } from "../harness/free_port.ts";
import { run } from "../harness/programs.ts";
import { test } from "../harness/requires.ts";
import { tempDir } from "../harness/temp_dir.ts";

const TOP = fromFileUrl(new URL("../../", import.meta.url));
const DOCKERFILE = `${TOP}packaging/docker/Dockerfile`;
const CONFIG = `${TOP}packaging/docker/proftpd.conf`;

/** The words behind each `name` of the Dockerfile, lines that go on put together. */
async function instructions(name: string): Promise<string[]> {
  const text = (await Deno.readTextFile(DOCKERFILE)).replaceAll(/\\\n\s*/g, "");
  const lines = text.split("\n").filter((line) => line.startsWith(`${name} `));
  return lines.map((line) => line.slice(name.length + 1));
}

/** $1: the project; $2: a file with the commands of RUN, one per line; $3: a port. */
const CONTAINER = `
set -e
mount -t tmpfs tmpfs /mnt
mkdir /mnt/upper /mnt/work /mnt/root
mount -t overlay overlay -o lowerdir=/,upperdir=/mnt/upper,workdir=/mnt/work /mnt/root
root=/mnt/root
mount -t proc proc $root/proc
mount --bind /dev $root/dev
mount -t tmpfs -o mode=755 tmpfs $root/run
rm -rf $root/etc/proftpd $root/var/cache/proftpd $root/srv/ftp

first=$(head -n 1 "$2") second=$(tail -n +2 "$2")
chroot $root sh -ec "$first"
cp "$1/dist/proftpd" "$1/dist/ftpshut" $root/usr/sbin/
sed "s/^Port.*/Port $3/" "$1/packaging/docker/proftpd.conf" >$root/etc/proftpd/proftpd.conf
chroot $root sh -ec "$second"

line="alice:$(openssl passwd -6 secret):1000:1000::/srv/ftp/alice:/bin/sh"
chroot $root sh -c 'echo "$1" >>/etc/proftpd/users/passwd' sh "$line"
chroot $root install -d -o 1000 -g 1000 /srv/ftp/alice
FTP_ADDRESS=203.0.113.7 chroot $root /usr/sbin/proftpd -n 2>/mnt/log &
daemon=$!
tries=0
until grep -q STARTUP /mnt/log || [ $((tries += 1)) -gt 200 ]; do sleep 0.1; done
echo content >/mnt/file
curl -sv --ftp-skip-pasv-ip --disable-epsv -T /mnt/file "ftp://alice:secret@127.0.0.1:$3/new" 2>&1
stat -c 'owner %u' $root/srv/ftp/alice/new
kill -TERM $daemon
wait $daemon
cat /mnt/log
`;

test({
  name: "the container's commands make a server that names the published address and ports",
  needs: ["root", "unshare", "curl", "openssl"],
  async fn() {
    await using folder = await tempDir();
    const commands = `${folder.path}/commands`;
    const steps = await instructions("RUN");
    assert.equal(steps.length, 2);
    await Deno.writeTextFile(commands, `${steps.join("\n")}\n`);
    const words = ["-m", "--propagation", "private", "sh", "-c", CONTAINER, "sh"];
    const { code, stdout, stderr } = await run("unshare", [
      ...words,
      ...[TOP, commands, `${freePort()}`],
    ]);
    assert.equal(code, 0, stdout + stderr);
    const [, high, low] = /227 Entering Passive Mode \(203,0,113,7,(\d+),(\d+)\)/.exec(stdout) ??
      [];
    const port = Number(high) * 256 + Number(low);
    assert.ok(port >= 50_000 && port <= 50_099, stdout);
    assert.match(stdout, /^owner 1000$/m);
    assert.match(stdout, / 8 \/srv\/ftp\/alice\/new b _ i r alice ftp 0 \* c$/m);
    assert.match(stdout, /standalone mode SHUTDOWN\n$/);
  },
});

Deno.test("the container publishes the ports that its configuration uses", async () => {
  const config = await Deno.readTextFile(CONFIG);
  const [, port] = /^Port\s+(\d+)/m.exec(config) ?? [];
  const [, first, last] = /^PassivePorts\s+(\d+)\s+(\d+)/m.exec(config) ?? [];
  assert.deepEqual(await instructions("EXPOSE"), [`${port} ${first}-${last}`]);
  assert.deepEqual(await instructions("ENTRYPOINT"), ['["/usr/sbin/proftpd", "-n"]']);
});
