import { createTestDatabase, type TestDatabase } from '@schema-service/local-postgres';
import {
  type BuiltRelease,
  buildRelease,
  inTemporaryFolder,
  manifestFile,
  manifestText,
  openRegistries,
  promoteEverywhere,
  publishEverywhere,
  type ReleaseRegistry,
  readReleases,
  releaseManifest,
  releasePackages,
  verifyPublished,
} from '@schema-service/release';
import { loadConfig } from '@schema-service/repository';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type SchemaApiProcess, startSchemaApi } from './schema-api-process.ts';
import { root } from './started.ts';

// The releases of this repository, into a Schema API that nobody reads without a token.

const minute = 60_000;
const token = 'a-token-that-only-this-test-knows-0123456789';
// Migrations and the Python client: what is built without the compiler of the Node client.
const naming = { ...loadConfig(root), clients: { python: {} } };
let database: TestDatabase;
let server: SchemaApiProcess;
let url: string;
let built: readonly BuiltRelease[];

beforeAll(async () => {
  database = await createTestDatabase();
  server = await startSchemaApi({
    DATABASE_URL: database.connectionString,
    ADMIN_TOKEN: token,
    READ_ACCESS: 'token',
  });
  url = server.url;
  built = await Promise.all(
    (await readReleases(root)).map(async (release) => {
      const artifacts = await buildRelease(release, naming);
      const content = manifestText(releaseManifest(release, artifacts, null, {}));
      return { release, artifacts, documents: [{ filename: manifestFile, content }] };
    }),
  );
}, 2 * minute);

afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await database.drop();
});

/** The API as a registry of the configuration, for whoever has these variables. */
function registry(folder: string, env: NodeJS.ProcessEnv): ReleaseRegistry {
  const config = { kind: 'schema-api', name: 'api', url } as const;
  const context = { root: folder, env: { ...process.env, HOME: folder, ...env } };
  const [opened] = openRegistries([config], [], context);
  if (opened === undefined) throw new Error('nothing was opened');
  return opened;
}

test(
  'every release is published, verified, tagged and given notice of, by its URL and a token',
  () =>
    inTemporaryFolder(async (folder) => {
      const api = registry(folder, { SCHEMA_API_TOKEN: token });
      const [first, second] = built;
      const last = built.at(-1);
      if (first === undefined || second === undefined || last === undefined) {
        throw new Error('several versions are frozen');
      }
      await expect(publishEverywhere(first, [registry(folder, {})])).rejects.toMatchObject({
        code: 'REGISTRY_LOGIN_NEEDED',
      });
      await expect(publishEverywhere(second, [api])).rejects.toMatchObject({
        code: 'REGISTRY_REFUSED',
        meta: { code: 'RELEASE_PREVIOUS_UNKNOWN' },
      });
      for (const one of built) {
        const filenames = one.artifacts.map(({ filename }) => filename);
        expect(await publishEverywhere(one, [api])).toMatchObject({
          registries: [{ uploaded: filenames, present: [] }],
        });
        expect(await publishEverywhere(one, [api])).toMatchObject({
          registries: [{ uploaded: [], present: filenames }],
        });
      }
      const others = last.artifacts.map((one) => ({ ...one, sha256: '0', integrity: '0' }));
      await expect(publishEverywhere({ ...last, artifacts: others }, [api])).rejects.toMatchObject({
        code: 'RELEASE_ALREADY_PUBLISHED',
      });

      const packages = releasePackages(naming, '3.0.0');
      expect(await api.listVersions(packages)).toEqual(['1.0.0', '1.1.0', '2.0.0', '3.0.0']);
      const releases = built.map(({ release }) => release);
      expect(await promoteEverywhere(packages, releases, [api])).toEqual([
        { registry: 'api', tag: 'latest' },
      ]);
      const [verified] = await verifyPublished(last, [api], { install: true });
      expect(verified).toMatchObject({ problems: [], installed: true });
      expect(verified?.same).toHaveLength(last.artifacts.length);

      const old = releasePackages(naming, '1.0.0');
      await api.setNotice(old, { kind: 'deprecated', reason: 'It is slow.', replacement: '2.0.0' });
      const listed = await fetch(`${url}/npm/@org%2fdb-migrations/1.0.0`, {
        headers: { authorization: `Bearer ${token}` },
      });
      expect(await listed.json()).toMatchObject({ deprecated: 'It is slow. Use 2.0.0 instead.' });
      await api.setNotice(old, { kind: 'yanked', reason: 'It loses rows.' });
      const answer = await fetch(`${url}/npm/@org%2fdb-migrations/1.0.0`, {
        headers: { authorization: `Bearer ${token}` },
      });
      expect(await answer.json()).toMatchObject({ deprecated: 'Withdrawn: It loses rows.' });
    }),
  2 * minute,
);
