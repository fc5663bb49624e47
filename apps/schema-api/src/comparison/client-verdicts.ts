import type { RecordedVerdict, ReleaseCatalog } from '@schema-service/catalog';
import { isSchemaServiceError } from '@schema-service/errors';
import type { ClientVerdict } from '@schema-service/schema-diff';
import { compare } from 'semver';
import { recentlyUsed } from './recently-used.ts';

/** What a migrated database answers the clients that say hello, for the versions of a catalog. */
export interface ClientVerdicts {
  readonly verdict: (client: string, database: string) => Promise<ClientVerdict>;
  /** The published client versions that a database at a version does not refuse, lowest first. */
  readonly accepted: (database: string) => Promise<readonly string[]>;
  /** Of the last releases of a history, lowest first, what no release recorded: those are of earlier tools. */
  readonly unrecorded: (history: readonly string[]) => Promise<readonly RecordedVerdict[]>;
}

/** Of so many releases what they recorded is kept, and of so many pairs what was judged here. */
const KEPT_RELEASES = 512;
const KEPT_PAIRS = 4096;

/** As many releases as the next one would make up for. */
const MADE_UP_FOR = 5;

/** Of a client on a database of its own version. */
const SAME: ClientVerdict = { answer: 'ok', missing: [] };

/**
 * Takes what the releases recorded, which is what the migrator writes into databases. Pairs that no release recorded
 * are judged by their schemas, as a release would.
 *
 * @param judge throws what reading a release and its schema throws
 */
export function createClientVerdicts(
  catalog: Pick<ReleaseCatalog, 'findRelease' | 'listVersions'>,
  judge: (client: string, database: string) => Promise<ClientVerdict>,
): ClientVerdicts {
  const recordedBy = recentlyUsed(
    KEPT_RELEASES,
    async (version) => (await catalog.findRelease(version))?.metadata.clients ?? [],
  );
  const judged = recentlyUsed(KEPT_PAIRS, (pair) => {
    const [client = '', database = ''] = pair.split(' ');
    return judge(client, database);
  });

  /** Undefined where a schema cannot be read any more: of that nobody knows. */
  const judgedIfReadable = (client: string, database: string): Promise<ClientVerdict | undefined> =>
    judged(`${client} ${database}`).catch((error: unknown) => {
      if (isSchemaServiceError(error) && error.code === 'RELEASE_SCHEMA_UNREADABLE')
        return undefined;
      throw error;
    });

  /** What is recorded of clients on a database, by the client's version. A later release may make up for an earlier one. */
  async function recordedOn(
    database: string,
    versions: readonly string[],
  ): Promise<ReadonlyMap<string, RecordedVerdict>> {
    const found = new Map<string, RecordedVerdict>();
    for (const version of versions) {
      for (const one of await recordedBy(version)) {
        if (one.database === database) found.set(one.client, one);
      }
    }
    return found;
  }

  const versionsOf = async (): Promise<readonly string[]> =>
    (await catalog.listVersions()).map(({ version }) => version);

  return {
    verdict: async (client, database) => {
      if (client === database) return SAME;
      const { answer, missing } =
        (await recordedOn(database, await versionsOf())).get(client) ??
        (await judged(`${client} ${database}`));
      return { answer, missing };
    },
    accepted: async (database) => {
      const versions = await versionsOf();
      const recorded = await recordedOn(database, versions);
      const accepted: string[] = [];
      for (const client of versions) {
        const verdict =
          client === database
            ? SAME
            : (recorded.get(client) ?? (await judgedIfReadable(client, database)));
        if (verdict !== undefined && verdict.answer !== 'refuse') accepted.push(client);
      }
      return accepted.toSorted(compare);
    },
    unrecorded: async (history) => {
      const last = history.at(-1);
      if (last === undefined || (await catalog.findRelease(last))?.metadata.clients) return [];
      const made: RecordedVerdict[] = [];
      for (const newer of history.slice(-MADE_UP_FOR)) {
        const recorded = await recordedOn(newer, history);
        for (const older of history.slice(0, history.indexOf(newer))) {
          if (recorded.has(older)) continue;
          for (const [client, database] of [[older, newer] as const, [newer, older] as const]) {
            const found = await judgedIfReadable(client, database);
            if (found)
              made.push({ client, database, answer: found.answer, missing: found.missing });
          }
        }
      }
      return made;
    },
  };
}
