import { createHash } from 'node:crypto';
import type { PublishedRelease } from '@schema-service/catalog';

type Release = PublishedRelease['release'];

/** SQL of one migration. */
export interface Scripts {
  readonly up: string;
  readonly down?: string;
}

/** Releases as they are frozen: each is built on another, and every digest is right. */
export function migratingReleases(
  versions: readonly {
    readonly version: string;
    /** Default: the one before it in the list. */
    readonly previous?: string | null;
    readonly migrations: Readonly<Record<string, Scripts>>;
    /** Scripts that run again when they change, by name. */
    readonly repeatables?: Readonly<Record<string, string>>;
    /** Whether it brings a squashed script of all releases before it. */
    readonly squashes?: boolean;
    /** Of a hotfix, and of what is released after one. */
    readonly links?: Pick<Release['metadata'], 'appliesTo' | 'includes'>;
  }[],
): readonly PublishedRelease[] {
  const releases: Release[] = [];
  for (const { version, previous, migrations, links, repeatables, squashes } of versions) {
    const before =
      previous === undefined
        ? releases.at(-1)
        : releases.find((release) => release.version === previous);
    const squash = squashes ? squashOf(releases) : undefined;
    releases.push(release(version, before, migrations, { ...links, repeatables, squash }));
  }
  return releases.map((one) => ({ kind: 'publishedRelease', release: one, artifacts: [] }));
}

function release(
  version: string,
  before: Release | undefined,
  scripts: Readonly<Record<string, Scripts>>,
  {
    repeatables: again = {},
    squash,
    ...links
  }: Pick<Release['metadata'], 'appliesTo' | 'includes'> & {
    readonly repeatables: Readonly<Record<string, string>> | undefined;
    readonly squash: Release['squash'] | undefined;
  },
): Release {
  const repeatables = Object.entries(again).map(([name, sql]) => ({ name, sql }));
  const migrations = Object.entries(scripts).map(([id, { up, down = null }]) => ({
    ...{ kind: 'migration' as const, id, version, up, down },
    checksums: { up: sha256(up), down: down === null ? null : sha256(down) },
  }));
  const metadata: Release['metadata'] = {
    formatVersion: 1,
    version,
    previous: before?.version ?? null,
    ...links,
    bump: before ? 'minor' : 'major',
    date: '2026-05-04',
    clients: [],
    hash: sha256(`model ${version}`),
    files: {
      'schema.prisma': sha256(`// ${version}\n`),
      'changelog.md': sha256(`## ${version}\n`),
    },
    migrations: migrations.map(({ id, checksums }) => ({ id, ...checksums })),
    ...(repeatables.length > 0
      ? { repeatables: repeatables.map(({ name, sql }) => ({ name, digest: sha256(sql) })) }
      : {}),
    ...(squash ? { squash: { script: sha256(squash.script), record: sha256(squash.record) } } : {}),
    changes: [],
    previousDigest: before?.metadata.digest ?? null,
    digest: '',
  };
  return {
    kind: 'release',
    version,
    schema: `// ${version}\n`,
    metadata: { ...metadata, digest: digestOf(metadata) },
    changelog: `## ${version}\n`,
    migrations,
    ...(repeatables.length > 0 ? { repeatables } : {}),
    ...(squash ? { squash } : {}),
  };
}

/** As the migrator writes it, with its digest. */
function squashOf(releases: readonly Release[]): NonNullable<Release['squash']> {
  const script = releases.flatMap(({ migrations }) => migrations.map(({ up }) => up)).join('\n');
  const migrations = releases.flatMap((one) =>
    one.migrations.map(({ id, checksums }) => ({ version: one.version, id, ...checksums })),
  );
  const head = {
    ...{ version: releases.at(-1)?.version, script: sha256(script), schemas: ['public'] },
    serverMajor: 18,
  };
  const listed = migrations.map(({ version, id, up, down }) => [version, id, up, down]);
  const digest = sha256(JSON.stringify([...Object.values(head), listed, [], []]));
  const kind = { kind: 'migrationSquash', formatVersion: 1 };
  const record = { ...kind, ...head, migrations, leftOut: [], defaults: [], digest };
  return { script, record: JSON.stringify(record) };
}

/** Over the JSON of everything but the digest, with sorted keys. */
function digestOf(metadata: Release['metadata']): string {
  const text = JSON.stringify({ ...metadata, digest: undefined }, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
  return sha256(text);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Until the gate opens, in one try. */
const WAITS = '-- migrator: lock-timeout = 5min\n';

/** Three versions with a way down; `002_slow` waits while a gate is locked. */
export const SHOP: readonly PublishedRelease[] = migratingReleases([
  {
    version: '1.0.0',
    migrations: {
      '001_product': { up: 'CREATE TABLE product (id int);', down: 'DROP TABLE product;' },
    },
  },
  {
    version: '1.1.0',
    migrations: {
      '002_review': {
        up: `${WAITS}CREATE TABLE review (id int);\nSELECT pg_advisory_xact_lock(42);`,
        down: 'DROP TABLE review;',
      },
    },
  },
  {
    version: '2.0.0',
    migrations: {
      '003_company': { up: 'CREATE TABLE company (id int);', down: 'DROP TABLE company;' },
      '004_index': {
        up: `-- migrator: no-transaction\n${WAITS}CREATE TABLE made_once ();\nSELECT pg_advisory_lock(43), pg_advisory_unlock(43);\nCREATE INDEX CONCURRENTLY product_id ON product (id);`,
        down: '-- migrator: no-transaction\nDROP INDEX CONCURRENTLY product_id;\nDROP TABLE made_once;',
      },
    },
  },
]);
