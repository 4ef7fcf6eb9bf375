/**
 * Hashed passwords for AuthUserFile.
 *
 * @module
 */

/** The password of every test user that is not given another one. */
export const PASSWORD = "secret";

/** `PASSWORD` under each scheme of crypt(5) that people's files use, made with glibc's crypt(3). */
export const HASHES = {
  des: "abNANd1rDfiNc",
  md5: "$1$saltsalt$9xy1btjgzLYfb7hivXtC//",
  sha256: "$5$saltsalt$0IyaXrmV7.sGNS6tirgqHLqX/G.FBvgkYA.lpPdS5sA",
  sha512:
    "$6$saltsalt$TVLlQcbpFVof5W3Yz4DTP6gRstiNuHwwTt6GLc1E5n0U0aDehy0S5knV8wiOQSpT0Y77vwPZN.Pq.H91p5hVO1",
  bcrypt: "$2b$04$abcdefghijklmnopqrstuu2r9OfJnfCsdneAXAGHnS4UpFFP8WIrW",
  yescrypt: "$y$j75$saltsaltsalt$jyf/lxrpdyAIshWRo1x5DRC6KIE7sNRRtjcomR3PgHA",
} as const;

/** Hashes `password` (SHA-512 crypt); any but `PASSWORD` needs the command `openssl`. */
export async function hashPassword(password: string): Promise<string> {
  if (password === PASSWORD) return HASHES.sha512;
  const command = new Deno.Command("openssl", {
    args: ["passwd", "-6", "-stdin"],
    stdin: "piped",
    stdout: "piped",
  });
  const child = command.spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(password));
  await writer.close();
  const { success, stdout } = await child.output();
  if (!success) throw new Error("openssl passwd -6 failed");
  return new TextDecoder().decode(stdout).trim();
}
