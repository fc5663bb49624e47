import type { RecordedVerdict, ReleaseMetadata } from '@schema-service/catalog';
import { compareVersions } from '@schema-service/repository';
import { clientVerdicts } from '@schema-service/schema-diff';
import type { SchemaModel } from '@schema-service/schema-model';

/** A release as its verdicts need it. */
export interface JudgedRelease {
  readonly version: string;
  readonly model: SchemaModel;
  readonly metadata: Pick<ReleaseMetadata, 'clients'>;
}

/** Of so many of the last releases what no release recorded is made up for: those of earlier tools, and of two lines. */
const MADE_UP_FOR = 5;

/**
 * What a release records of clients and databases: itself and each earlier release, both ways, and the pairs of the
 * last earlier ones that nobody recorded. Pure.
 *
 * @param earlier lowest version first
 */
export function recordedVerdicts(
  release: Pick<JudgedRelease, 'version' | 'model'>,
  earlier: readonly JudgedRelease[],
): readonly RecordedVerdict[] {
  const own = earlier.flatMap((before) => pairVerdicts(before, release));
  return [...unrecordedVerdicts(earlier), ...own];
}

/** The pairs of the last releases that no release recorded. Pure. */
function unrecordedVerdicts(releases: readonly JudgedRelease[]): readonly RecordedVerdict[] {
  const recorded = new Set(
    releases.flatMap(({ metadata: { clients = [] } }) => clients.map(pairOf)),
  );
  const last = releases.slice(-MADE_UP_FOR);
  return last.flatMap((newer) => {
    const below = releases.slice(0, releases.indexOf(newer));
    return below
      .filter(({ version }) => !recorded.has(pairOf({ client: version, database: newer.version })))
      .flatMap((older) => pairVerdicts(older, newer));
  });
}

const pairOf = ({ client, database }: Pick<RecordedVerdict, 'client' | 'database'>): string =>
  `${client} ${database}`;

function pairVerdicts(
  older: Pick<JudgedRelease, 'version' | 'model'>,
  newer: Pick<JudgedRelease, 'version' | 'model'>,
): readonly RecordedVerdict[] {
  const verdicts = clientVerdicts(older.model, newer.model);
  return [
    { client: older.version, database: newer.version, ...verdicts.older },
    { client: newer.version, database: older.version, ...verdicts.newer },
  ];
}

/** All that releases recorded. Where the last one is of an earlier tool, what the next one would make up for is with it. Pure. */
export function verdictsOf(releases: readonly JudgedRelease[]): readonly RecordedVerdict[] {
  const recorded = releases.flatMap(({ metadata }) => metadata.clients ?? []);
  if (releases.at(-1)?.metadata.clients !== undefined) return recorded;
  return [...recorded, ...unrecordedVerdicts(releases)];
}

/**
 * The text of `migrations/clients.jsonl`: a pair on each line, by the database's version and then the client's, so that
 * two lines of releases merge. The migrator writes them into databases; of packages and of a Schema API it takes the
 * metadata. Empty without pairs.
 */
export function clientsText(verdicts: readonly RecordedVerdict[]): string {
  const lines = verdicts
    .toSorted(
      (a, b) => compareVersions(a.database, b.database) || compareVersions(a.client, b.client),
    )
    .map(({ client, database, answer, missing }) =>
      JSON.stringify({ client, database, answer, missing }),
    );
  // Two lines of releases may both have made up for a pair.
  return [...new Set(lines)].map((line) => `${line}\n`).join('');
}
