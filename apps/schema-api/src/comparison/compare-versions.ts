import type { ClientCompatibility, VersionDiff } from '@schema-service/api-contract';
import type { ReleaseCatalog } from '@schema-service/catalog';
import type { SchemaModel } from '@schema-service/schema-model';
import { gt } from 'semver';
import { findRelease } from '../releases/find-release.ts';
import { type ClientVerdicts, createClientVerdicts } from './client-verdicts.ts';
import { migrationPath } from './migration-path.ts';
import { readModel } from './read-model.ts';
import { recentlyUsed } from './recently-used.ts';

/** What the rules say of a client on a database. */
type ClientWorks = Omit<ClientCompatibility, 'answer' | 'missing' | 'accepted'>;

/** What published versions are to each other. Takes exact versions; throws `VERSION_NOT_FOUND`, `RELEASE_SCHEMA_UNREADABLE`. */
export interface VersionComparison {
  readonly model: (version: string) => Promise<SchemaModel>;
  readonly diff: (from: string, to: string) => Promise<VersionDiff>;
  /** May a client of one version work on a database at another? */
  readonly works: (client: string, database: string) => Promise<ClientWorks>;
  /** The same, and what the database answers its clients. */
  readonly compatibility: (client: string, database: string) => Promise<ClientCompatibility>;
  /** What the releases of a history, lowest first, would have recorded of clients, were the last one not of an earlier tool. */
  readonly unrecorded: ClientVerdicts['unrecorded'];
}

/** How many models, and pairs of versions, are kept: a model of 100 tables takes about a megabyte. */
const KEPT_MODELS = 24;
const KEPT_PAIRS = 48;

/** Compares releases of a catalog. Loads the reader and the rules when the first pair is asked for. */
export function createVersionComparison(catalog: ReleaseCatalog): VersionComparison {
  const model = recentlyUsed(KEPT_MODELS, async (version) =>
    readModel(await findRelease(catalog, version)),
  );

  const pair = recentlyUsed(KEPT_PAIRS, async (versions) => {
    const [from = '', to = ''] = versions.split(' ');
    const [previous, current, rules] = await Promise.all([
      model(from),
      model(to),
      import('@schema-service/schema-diff'),
    ]);
    const changes = rules.diff(previous, current);
    return { changes, likelyRenames: rules.likelyRenames(previous, current), rules };
  });

  /** The rules judge a step to a newer version, from both sides. */
  const outlook = async (client: string, database: string) => {
    const isNewer = gt(client, database);
    const { changes, rules } = await pair(
      isNewer ? `${database} ${client}` : `${client} ${database}`,
    );
    return { ...rules.clientOutlook(changes, isNewer ? 'newer' : 'older'), rules };
  };

  const works = async (client: string, database: string): Promise<ClientWorks> => {
    const { works: answer, reads, writes, inTheWay, rules } = await outlook(client, database);
    const changes = inTheWay.map(rules.changeRecord);
    return { client, database, works: answer, reads, writes, changes };
  };

  const verdicts = createClientVerdicts(
    catalog,
    async (client, database) => (await outlook(client, database)).verdict,
  );

  return {
    model,
    unrecorded: verdicts.unrecorded,
    diff: async (from, to) => {
      const { changes, likelyRenames, rules } = await pair(`${from} ${to}`);
      const [forward, reverse] = await Promise.all([
        migrationPath(catalog.findRelease, from, to),
        migrationPath(catalog.findRelease, to, from),
      ]);
      return {
        from,
        to,
        bump: rules.bumpOf(changes),
        changes: changes.map(rules.changeRecord),
        likelyRenames: [...likelyRenames],
        forward: forward === undefined ? null : [...forward],
        reverse: reverse === undefined ? null : [...reverse],
      };
    },
    works,
    compatibility: async (client, database) => {
      const [found, verdict, accepted] = await Promise.all([
        works(client, database),
        verdicts.verdict(client, database),
        verdicts.accepted(database),
      ]);
      const missing = [...verdict.missing];
      return { ...found, answer: verdict.answer, missing, accepted: [...accepted] };
    },
  };
}
