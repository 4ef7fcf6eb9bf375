/**
 * The two ways in which people run the server: as root's daemon for several users, each with ids of
 * his own and a jail by chroot(2), and as an ordinary user's, with an AuthUserFile and a jail that
 * needs no rights.
 *
 * @module
 */
import { ordinaryUser } from "./ordinary_user.ts";
import { type Need, test } from "./requires.ts";
import { type Place, type Server, type ServerOptions, startServer } from "./server.ts";

/** One way to run it. */
interface Manner {
  /** Completes "…, served by ". */
  readonly name: string;
  readonly needs: readonly Need[];
  options(): Promise<ServerOptions>;
}

const manners: readonly Manner[] = [
  {
    name: "root",
    needs: ["root"],
    options: () =>
      Promise.resolve({
        users: [
          { name: "alice", uid: 20_001, gid: 20_001 },
          { name: "bob", uid: 20_002, gid: 20_002 },
        ],
      }),
  },
  {
    name: "an ordinary user",
    needs: [],
    options: async () => ({
      asUser: await ordinaryUser(),
      users: [{ name: "alice" }, { name: "bob" }],
    }),
  },
];

/** What most people have in their file. */
const CONFIG = "DefaultRoot ~\nAllowOverwrite on\nAllowStoreRestart on\n";

/** A test that runs once in each manner. */
export interface MannerTest {
  readonly name: string;
  readonly needs: readonly Need[];
  /** Directives besides `DefaultRoot ~`, `AllowOverwrite on` and `AllowStoreRestart on`. */
  readonly config?: string | ((place: Place) => string);
  fn(server: Server): Promise<void>;
}

/**
 * Registers `definition` for each manner. The server has the users alice and bob, each jailed in an
 * empty home.
 */
export function testInBothManners({ name, needs, config, fn }: MannerTest): void {
  for (const manner of manners) {
    test({
      name: `${name}, served by ${manner.name}`,
      needs: [...needs, ...manner.needs],
      async fn() {
        await using server = await startServer({
          ...await manner.options(),
          config: (place) => CONFIG + (typeof config === "function" ? config(place) : config ?? ""),
        });
        await fn(server);
      },
    });
  }
}
