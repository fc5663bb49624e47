import type { DatabaseConsumers } from '@schema-service/api-contract';
import { type LiveConnections, liveConnections } from '@schema-service/catalog';
import { isSchemaServiceError } from '@schema-service/errors';
import type { MigrationStatus } from '@schema-service/migrator';
import type { ClientBase } from 'pg';
import { valid } from 'semver';
import type { VersionComparison } from '../comparison/compare-versions.ts';

/** An environment's database, as who asks about its clients needs it. */
export interface ObservedDatabase {
  readonly name: string;
  /** At which version it is, and who said hello to it. */
  readonly status: () => Promise<Pick<MigrationStatus, 'currentVersion' | 'clients'>>;
  /** A client that is connected; whoever asks ends it. */
  readonly connect: () => Promise<ClientBase & { end(): Promise<void> }>;
}

/** Which client a connection is of: `web @org/db-client@2.0.0` is the service web with version 2.0.0. */
export interface ClientName {
  readonly service: string | null;
  readonly client: string;
  readonly version: string;
}

/** What a generated client calls its connections (`application_name`); undefined for every other name. */
export function clientName(application: string): ClientName | undefined {
  const [, service = null, client = '', version = ''] =
    /^(?:(\S.*) )?(@?[\w.-]+(?:\/[\w.-]+)?)@(\d+\.\d+\.\d+\S*)$/.exec(application) ?? [];
  return valid(version) === version && version !== '' ? { service, client, version } : undefined;
}

/** How many databases are asked at once. */
const AT_ONCE = 8;

/** {@link databaseConsumers} of each database, in their order, a few at a time. */
export async function consumersOfEach(
  databases: readonly ObservedDatabase[],
  comparison: VersionComparison,
): Promise<readonly DatabaseConsumers[]> {
  const found: DatabaseConsumers[] = [];
  const waiting = [...databases.entries()];
  const ask = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, database] = next;
      found[index] = await databaseConsumers(database, comparison);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, ask));
  return found;
}

/** Who is connected to a database or said hello to it, and whether their versions work at its version. Never throws: the answer says what failed. */
export async function databaseConsumers(
  database: ObservedDatabase,
  comparison: VersionComparison,
): Promise<DatabaseConsumers> {
  const { name } = database;
  try {
    const { currentVersion: version, clients: known } = await database.status();
    const accepted = [...(known?.accepted ?? [])];
    const connections = await connectionsOf(database);
    const clients = await Promise.all(
      connections.map(async ({ application, user, count }) => {
        const said = clientName(application);
        const { service = null, client = null } = said ?? {};
        const works = said ? await worksOn(comparison, said.version, { version, accepted }) : null;
        const clientVersion = said?.version ?? null;
        const named = { application, user, service, client, version: clientVersion };
        return { ...named, connections: count, works };
      }),
    );
    const hellos = (known?.seen ?? []).map(({ lastSeen, ...seen }) => {
      return { ...seen, lastSeen: lastSeen.toISOString() };
    });
    return { database: name, version, error: null, accepted, clients, hellos };
  } catch (error) {
    // What is not ours may say where the database is.
    const message = isSchemaServiceError(error) ? error.message : 'It could not be asked.';
    return { database: name, version: null, error: message, accepted: [], clients: [], hellos: [] };
  }
}

/**
 * Whether a client works on a database, as the schemas of the two versions say; null where one of them is not
 * published here, or cannot be read. What the database accepts although they say no has a PostgreSQL schema of its own.
 */
export async function worksOn(
  comparison: VersionComparison,
  client: string,
  { version, accepted }: Pick<DatabaseConsumers, 'version' | 'accepted'>,
): Promise<'yes' | 'depends' | 'no' | null> {
  if (version === null) return null;
  return comparison.works(client, version).then(
    ({ works }) => (works === 'no' && accepted.includes(client) ? 'yes' : works),
    () => null,
  );
}

async function connectionsOf(database: ObservedDatabase): Promise<readonly LiveConnections[]> {
  const client = await database.connect();
  try {
    return await liveConnections(client);
  } finally {
    await client.end();
  }
}
