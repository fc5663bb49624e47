import { type InstalledClients, installClients } from './install-clients.ts';
import { readVersion } from './releases.ts';
import { type Language, node, python, sql } from './start-service.ts';

/** What services are written in, with the clients of their versions; these are removed with `using`. */
export interface Languages extends Disposable {
  readonly all: Readonly<Record<string, Language>>;
}

/** The clients in Node and, with an interpreter, in Python, and SQL without any. */
export async function prepareLanguages(
  versions: readonly string[],
  interpreter: string | undefined,
): Promise<Languages> {
  const clients: InstalledClients = await installClients(versions.map(readVersion), interpreter);
  return {
    all: {
      node: node(clients.node),
      ...(interpreter === undefined ? {} : { python: python(interpreter, clients.python) }),
      sql,
    },
    [Symbol.dispose]: () => clients[Symbol.dispose](),
  };
}
