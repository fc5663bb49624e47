import { describe, expect, test } from 'vitest';
import { type CatalogDatabase, createCatalogDatabase } from '../../test/catalog-database.ts';
import { npmArtifact, publishedRelease } from '../../test/published-release.ts';
import { createPostgresCatalog } from './postgres-catalog.ts';
import type { ReleaseCatalog } from './release-catalog.ts';

async function emptyCatalog(): Promise<CatalogDatabase & { readonly catalog: ReleaseCatalog }> {
  const database = await createCatalogDatabase();
  return { ...database, catalog: createPostgresCatalog({ pool: database.pool }) };
}

const countParts = `SELECT (SELECT count(*)::int FROM schema_catalog.release) AS releases,
  (SELECT count(*)::int FROM schema_catalog.migration) AS migrations,
  (SELECT count(*)::int FROM schema_catalog.artifact) AS artifacts`;

describe('publishing', () => {
  test('gives back what was published, to the byte', async () => {
    await using database = await emptyCatalog();
    const published = publishedRelease('1.0.0');
    const { release, artifacts } = published;
    expect(await database.catalog.publish(published)).toBe('published');

    const found = await database.catalog.findRelease('1.0.0');
    expect(found).toMatchObject({
      schema: release.schema,
      changelog: release.changelog,
      migrations: release.migrations,
    });
    expect(JSON.stringify(found?.metadata)).toBe(JSON.stringify(release.metadata));

    const { bytes, ...described } = npmArtifact('1.0.0', 'content');
    const read = await database.catalog.readArtifact('npm', described.name, described.filename);
    expect(Buffer.from(read?.bytes ?? []).equals(bytes)).toBe(true);
    expect(read?.summary).toMatchObject({ ...described, size: bytes.length });
    expect(read?.summary.shasum).toMatch(/^[0-9a-f]{40}$/);
    expect(Object.keys(read?.summary.manifest ?? {})).toEqual(['name', 'version', 'dependencies']);

    const listed = await database.catalog.listArtifacts({});
    expect(listed.map(({ filename }) => filename)).toEqual(artifacts.map((one) => one.filename));
  });

  test('the same again is unchanged, other content is refused and leaves no trace', async () => {
    await using database = await emptyCatalog();
    await database.catalog.publish(publishedRelease('1.0.0'));
    expect(await database.catalog.publish(publishedRelease('1.0.0'))).toBe('unchanged');

    const release = publishedRelease('1.0.0');
    const artifacts = [npmArtifact('1.0.0', 'other'), ...release.artifacts.slice(1)];
    await expect(database.catalog.publish({ ...release, artifacts })).rejects.toMatchObject({
      code: 'RELEASE_ALREADY_PUBLISHED',
      meta: { differences: ['org-db-client-1.0.0.tgz'] },
    });
    await expect(database.catalog.publish(publishedRelease('1.0.0', 'more'))).rejects.toMatchObject(
      { meta: { differences: expect.arrayContaining(['metadata.json']) } },
    );
    const { rows } = await database.pool.query(countParts);
    expect(rows).toEqual([{ releases: 1, migrations: 1, artifacts: 2 }]);
  });

  test('is all or nothing', async () => {
    await using database = await emptyCatalog();
    const release = publishedRelease('1.0.0');
    const broken = { ...npmArtifact('1.0.0', 'x'), filename: 'x.tgz', sha256: 'not its digest' };
    const artifacts = [...release.artifacts, broken];
    await expect(database.catalog.publish({ ...release, artifacts })).rejects.toThrow('artifact');
    const { rows } = await database.pool.query(countParts);
    expect(rows).toEqual([{ releases: 0, migrations: 0, artifacts: 0 }]);
    expect(await database.catalog.publish(release)).toBe('published');
  });

  test('eight at once with the same content: one publishes, seven find it done', async () => {
    await using database = await emptyCatalog();
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, () =>
        createPostgresCatalog({ pool: database.anotherPool() }).publish(publishedRelease('1.0.0')),
      ),
    );
    expect(outcomes.toSorted()).toEqual(['published', ...Array(7).fill('unchanged')]);
  });

  test('eight at once with different content: one wins, and its parts alone are there', async () => {
    await using database = await emptyCatalog();
    const contents = Array.from({ length: 8 }, (_, index) => `content ${index}`);
    const outcomes = await Promise.allSettled(
      contents.map((content) =>
        createPostgresCatalog({ pool: database.anotherPool() }).publish(
          publishedRelease('1.0.0', content),
        ),
      ),
    );
    const winners = contents.filter((_, index) => outcomes[index]?.status === 'fulfilled');
    expect(winners).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') {
        expect(outcome.reason).toMatchObject({ code: 'RELEASE_ALREADY_PUBLISHED' });
      }
    }
    const won = publishedRelease('1.0.0', winners[0]);
    const found = await database.catalog.findRelease('1.0.0');
    expect(found?.metadata.digest).toBe(won.release.metadata.digest);
    for (const artifact of won.artifacts) {
      const { ecosystem, name, filename } = artifact;
      const read = await database.catalog.readArtifact(ecosystem, name, filename);
      expect(Buffer.from(read?.bytes ?? []).equals(artifact.bytes)).toBe(true);
      expect(read?.summary.integrity).toBe(artifact.integrity);
    }
  });
});

describe('what is published', () => {
  test.each([
    `UPDATE schema_catalog.release SET changelog = ''`,
    'DELETE FROM schema_catalog.release',
    `UPDATE schema_catalog.migration SET up_sql = ''`,
    'DELETE FROM schema_catalog.migration',
    `UPDATE schema_catalog.artifact SET name = 'x'`,
    'DELETE FROM schema_catalog.artifact',
    'TRUNCATE schema_catalog.release CASCADE',
    'TRUNCATE schema_catalog.artifact',
    `UPDATE schema_catalog.blob SET bytes = ''`,
    `INSERT INTO schema_catalog.migration
       SELECT version, '002_late', 2, up_sql, up_sha256 FROM schema_catalog.migration`,
    `INSERT INTO schema_catalog.artifact (ecosystem, name, filename, version, format, size, sha256,
         integrity, shasum, manifest, core_metadata)
       SELECT ecosystem, name, 'late.tgz', version, format, size, sha256, integrity, shasum,
              manifest, core_metadata FROM schema_catalog.artifact WHERE ecosystem = 'npm'`,
  ])('refuses %s', async (sql) => {
    await using database = await emptyCatalog();
    await database.catalog.publish(publishedRelease('1.0.0'));
    await expect(database.pool.query(sql)).rejects.toMatchObject({ code: '23001' });
  });
});

describe('reading', () => {
  test('orders versions as semver does, and latest is no prerelease', async () => {
    await using database = await emptyCatalog();
    expect(await database.catalog.latestVersion()).toBeUndefined();
    for (const version of ['1.10.0', '2.0.0-rc.1', '1.9.0', '1.0.0']) {
      await database.catalog.publish(publishedRelease(version));
    }
    const versions = await database.catalog.listVersions();
    expect(versions.map(({ version }) => version)).toEqual([
      '1.0.0',
      '1.9.0',
      '1.10.0',
      '2.0.0-rc.1',
    ]);
    expect(versions[0]).toMatchObject({ date: '2026-09-14', bump: 'major', previous: null });
    expect(await database.catalog.latestVersion()).toBe('1.10.0');
  });

  test('filters artifacts, and what is not there is undefined', async () => {
    await using database = await emptyCatalog();
    await database.catalog.publish(publishedRelease('1.0.0'));
    await database.catalog.publish(publishedRelease('1.1.0'));
    const names = async (filter: Parameters<ReleaseCatalog['listArtifacts']>[0]) =>
      (await database.catalog.listArtifacts(filter)).map(({ filename }) => filename);
    expect(await names({ version: '1.1.0' })).toEqual([
      'org-db-client-1.1.0.tgz',
      'org_db_client-1.1.0-py3-none-any.whl',
    ]);
    expect(await names({ ecosystem: 'npm', name: '@org/db-client' })).toEqual([
      'org-db-client-1.0.0.tgz',
      'org-db-client-1.1.0.tgz',
    ]);
    expect(await names({ ecosystem: 'pypi', name: '@org/db-client' })).toEqual([]);
    expect(await database.catalog.findRelease('9.9.9')).toBeUndefined();
    expect(await database.catalog.readArtifact('npm', '@org/db-client', 'x.tgz')).toBeUndefined();
  });
});

describe('tags and notices', () => {
  test('latest stays where it was put, and others are moved', async () => {
    await using database = await emptyCatalog();
    const { catalog } = database;
    expect(await catalog.listTags()).toEqual({});
    await catalog.publish(publishedRelease('1.0.0'));
    await catalog.setTag('latest', '1.0.0');
    await catalog.publish(publishedRelease('1.1.0'));
    await catalog.publish(publishedRelease('2.0.0-rc.0'));
    expect(await catalog.latestVersion()).toBe('1.0.0');
    await catalog.setTag('next', '2.0.0-rc.0');
    await catalog.setTag('latest', '1.1.0');
    expect(await catalog.listTags()).toEqual({ latest: '1.1.0', next: '2.0.0-rc.0' });
    await expect(catalog.setTag('latest', '9.9.9')).rejects.toMatchObject({
      code: 'RELEASE_NOT_PUBLISHED',
    });
  });

  test('a notice is on every artifact, part by part, and is taken back', async () => {
    await using database = await emptyCatalog();
    const { catalog } = database;
    await catalog.publish(publishedRelease('1.0.0'));
    await catalog.publish(publishedRelease('1.1.0'));
    const noted = async (version: string) =>
      (await catalog.listArtifacts({ version })).map(({ deprecated, yanked }) => ({
        deprecated,
        yanked,
      }));
    await catalog.setNotice('1.1.0', { deprecated: 'Use 1.2.0.' });
    await catalog.setNotice('1.1.0', { yanked: 'Loses rows.' });
    const both = { deprecated: 'Use 1.2.0.', yanked: 'Loses rows.' };
    expect(await noted('1.1.0')).toEqual([both, both]);
    expect(await noted('1.0.0')).toEqual([{}, {}]);
    expect(await catalog.latestVersion()).toBe('1.0.0');
    await catalog.setNotice('1.1.0', { yanked: null, deprecated: null });
    expect(await noted('1.1.0')).toEqual([{}, {}]);
    expect(await catalog.latestVersion()).toBe('1.1.0');
    await expect(catalog.setNotice('9.9.9', { yanked: 'x' })).rejects.toMatchObject({
      code: 'RELEASE_NOT_PUBLISHED',
    });
  });

  test('a package has the version of its ecosystem beside that of the release', async () => {
    await using database = await emptyCatalog();
    const { release, artifacts } = publishedRelease('2.0.0-rc.0');
    const asPublished = artifacts.map((one) =>
      one.ecosystem === 'pypi' ? { ...one, version: '2.0.0rc0' } : one,
    );
    const { catalog } = database;
    await catalog.publish({ kind: 'publishedRelease', release, artifacts: asPublished });
    const listed = await catalog.listArtifacts({ version: '2.0.0-rc.0' });
    expect(listed.map(({ packageVersion }) => packageVersion)).toEqual(['2.0.0-rc.0', '2.0.0rc0']);
  });
});
