/**
 * proftpd: picks the role in which the program was started, and knows nothing else.
 *
 * The roles are loaded when they are needed: a session must not pay for the daemon.
 *
 * @module
 */

const [word, ...rest] = Deno.args;

switch (word) {
  case "@session": {
    const { sessionRole } = await import("./src/roles/session.ts");
    await sessionRole(rest);
    Deno.exit(0);
    break;
  }
  case "@spare": {
    const { spareRole } = await import("./src/roles/session.ts");
    await spareRole(rest);
    Deno.exit(0);
    break;
  }
  case "@template": {
    const { templateRole } = await import("./src/roles/template.ts");
    await templateRole(rest);
    break;
  }
  case "@staple": {
    const { stapleRole } = await import("./src/roles/staple.ts");
    Deno.exit(stapleRole(rest));
    break;
  }
  case "@daemon": {
    const { detachedRole } = await import("./src/roles/command.ts");
    Deno.exit(await detachedRole(rest));
    break;
  }
  case "try-out": {
    const { tryOutRole } = await import("./src/roles/try_out.ts");
    Deno.exit(await tryOutRole(rest));
    break;
  }
  default: {
    const { commandRole } = await import("./src/roles/command.ts");
    Deno.exit(await commandRole(Deno.args));
  }
}
