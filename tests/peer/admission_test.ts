/**
 * Who is kept out whatever the password: settings of a server, and those of an area in it that say
 * otherwise. Replies and lines in the log are the original's.
 */
import { HASHES, PASSWORD } from "../harness/password.ts";
import { compare } from "./dialogue/compare.ts";
import { login } from "./dialogue/talk.ts";

const users = [
  { name: "alice" },
  { name: "toor", uid: 0, gid: 0 },
  { name: "nobody" }, // stands in /etc/ftpusers
  { name: "shell-less", shell: "/no/such/shell" },
  { name: "open", hash: "" },
  { name: "own", hash: "!" },
];

/** Each user as itself, with the right password, a wrong one, none, and one that is too long. */
const steps = users.flatMap(({ name }) =>
  [PASSWORD, "wrong", "", "x".repeat(40)].map((password) => login(name, password))
);

const lenient = [
  ...["RootLogin on", "UseFtpUsers off", "RequireValidShell off", "AllowEmptyPasswords on"],
];
const strict = [
  ...["RootLogin off", "UseFtpUsers on", "RequireValidShell on", "AllowEmptyPasswords off"],
];

/** An area for each user, which asks for the password. */
function areas(lines: readonly string[]): string {
  return users.map(({ name }) =>
    [
      `<Anonymous ~${name}>`,
      `User ${name}`,
      "AnonRequirePassword on",
      ...lines,
      `UserPassword own ${HASHES.sha512}`,
      "</Anonymous>",
    ].join("\n")
  ).join("\n");
}

const CONFIGURATIONS: Record<string, string> = {
  "a strict server": strict.join("\n"),
  "a lenient server": `${lenient.join("\n")}\nMaxPasswordSize 30`,
  "lenient areas of a strict server": [...strict, areas(lenient)].join("\n"),
  // The original asks the server alone about empty passwords, if that has a line about them.
  "strict areas of a lenient server": [...lenient, areas(strict.slice(0, -1))].join("\n"),
  "areas that leave it to a strict server": [...strict, areas([])].join("\n"),
};

for (const [what, config] of Object.entries(CONFIGURATIONS)) {
  compare({
    name: `who is kept out by ${what} is kept out by the original, in its words`,
    session: "each",
    config: `MaxLoginAttempts 2\n${config}`,
    users,
    cases: Object.fromEntries(steps.map((step, index) => [`login ${index}`, [step, "PWD"]])),
  });
}
