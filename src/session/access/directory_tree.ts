/**
 * Which `<Directory>` sections of a server the original sees on the way to a path.
 *
 * As it was seen, it keeps them in a tree, by their text: a section goes into the closest one whose path
 * its own begins with (`/srv/pub/i*` into `/srv/pub`; nothing into `/srv/p*b`). Where sections match a path
 * and are not inside one another it goes into one of them only, the last of their list, and never sees
 * the others. Sections go into another in reversed order, so that of those the first in the file is
 * seen; of those that are in none it is the last.
 *
 * The tree is made when the server starts, without paths with `~` or `%u`, which are in none then.
 * `<IfClass>` sections come at connect and are in none; a path that they take over goes with all that was
 * inside of it. Each section of the other conditional kinds has the tree made again at login.
 *
 * @module
 */

/** What the tree has to know of a section. */
export interface Planted {
  /** Position in the file. */
  readonly order: number;
  /** The absolute path that is meant, wildcards in it; as written where that counts from an area. */
  readonly text: string;
  /** Whether its path ends in a further slash and star. */
  readonly contentsOnly: boolean;
  /** Whether its path depends on the user: `~`, `%u`. */
  readonly isDeferred: boolean;
  /** Whether it stands for the whole of an anonymous area: what is in it is not reversed. */
  readonly isArea: boolean;
}

/** The sections that there are, as `Arrivals` tells them. */
export interface Plants<T extends Planted> {
  readonly own: readonly T[];
  readonly replaced: readonly T[];
  readonly atConnect: readonly T[];
  readonly atLogin: readonly T[];
  readonly isArrangedAgain: boolean;
}

interface Node<T extends Planted> {
  readonly of: T;
  children: Node<T>[];
}

/** The sections of a server or an anonymous area in the original's order. */
export class DirectoryTree<T extends Planted> {
  #top: Node<T>[];

  constructor({ own, replaced, atConnect, atLogin, isArrangedAgain }: Plants<T>) {
    this.#top = arranged(own.map(nodeOf), ({ isDeferred }) => !isDeferred);
    for (const section of replaced) remove(this.#top, section);
    this.#top.push(...atConnect.map(nodeOf));
    if (!isArrangedAgain) return;
    if (atLogin.length === 0) this.#top = arranged(this.#top, () => true);
    for (const section of atLogin) {
      this.#top = arranged([...this.#top, nodeOf(section)], () => true);
    }
  }

  /** Those among `matching` that the original sees, the closest first. */
  seen(matching: ReadonlySet<T>): T[] {
    const seen: T[] = [];
    for (let list = this.#top; list.length > 0;) {
      const isFound = ({ of }: Node<T>) => matching.has(of);
      const found = seen[0]?.isArea ? list.find(isFound) : list.findLast(isFound);
      if (found === undefined) break;
      seen.unshift(found.of);
      list = found.children;
    }
    return seen;
  }
}

function nodeOf<T extends Planted>(of: T): Node<T> {
  return { of, children: [] };
}

/** The list `top` after every section in it has gone into the closest one that it is inside of. */
function arranged<T extends Planted>(top: Node<T>[], isFixed: (of: T) => boolean): Node<T>[] {
  const byBase = new Map<string, Node<T>[]>();
  for (const node of nodesIn(top)) {
    if (!isFixed(node.of)) continue;
    const base = baseOf(node.of);
    if (/[*?[]/.test(base)) continue;
    const list = byBase.get(base);
    if (list) list.push(node);
    else byBase.set(base, [node]);
  }
  const leave = (list: Node<T>[], holder: Node<T> | undefined): Node<T>[] => {
    const moves = new Map<Node<T>, Node<T>>();
    for (const node of list.toReversed()) {
      const target = isFixed(node.of) ? closest(node.of, byBase) : undefined;
      node.children = leave(node.children, node);
      if (target !== undefined && target !== holder) moves.set(node, target);
    }
    for (const [node, target] of moves) target.children.push(node);
    return moves.size === 0 ? list : list.filter((node) => !moves.has(node));
  };
  return leave(top, undefined);
}

function nodesIn<T extends Planted>(list: readonly Node<T>[]): Node<T>[] {
  return list.flatMap((node) => [node, ...nodesIn(node.children)]);
}

/** Takes a section away, with all that is inside of it. */
function remove<T extends Planted>(list: Node<T>[], section: T): void {
  const at = list.findIndex(({ of }) => of === section);
  if (at >= 0) list.splice(at, 1);
  else for (const { children } of list) remove(children, section);
}

/** The closest section that `inner` is inside of. */
function closest<T extends Planted>(
  inner: T,
  byBase: ReadonlyMap<string, readonly Node<T>[]>,
): Node<T> | undefined {
  for (let base = inner.text; base !== "";) {
    let best: Node<T> | undefined;
    for (const node of byBase.get(base) ?? []) {
      const isInside = node.of !== inner && isInsideOf(inner, node.of);
      if (isInside && (best === undefined || isInsideOf(node.of, best.of))) best = node;
    }
    if (best !== undefined || base === "/") return best;
    base = base.slice(0, base.lastIndexOf("/")) || "/";
  }
  return undefined;
}

/** Whether the one is inside the other, whose path without stars that of the one begins with. */
function isInsideOf(inner: Planted, outer: Planted): boolean {
  const base = baseOf(outer);
  if (baseOf(inner) !== base) return true;
  const isSame = inner.text === outer.text;
  if (isSame && inner.contentsOnly === outer.contentsOnly) return false;
  // The original takes one for inside the other or the reverse, by their order.
  if (!isSame || base === "/") return inner.order > outer.order;
  return inner.contentsOnly;
}

/** The path without the stars at its end that stand for whole names. */
function baseOf({ text }: Planted): string {
  return text.replace(/(?:\/\*)+$/, "") || "/";
}
