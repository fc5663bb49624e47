import { parseSchema } from '@schema-service/schema-model';
import { expect, test } from 'vitest';
import { schemaWith } from '../../test/release-root.ts';
import { planRelease } from '../index.ts';

const model = (...fields: string[]) =>
  parseSchema([{ path: 'schema.prisma', content: schemaWith(...fields) }]);
const releases = [{ version: '1.1.0', model: model('body String?') }];

test('the changes set the least version, the changesets may ask for more', () => {
  const input = { releases, model: model('body String?', 'title String?'), workMigrations: [] };
  expect(planRelease({ ...input, requested: 'none' })).toMatchObject({
    version: '1.2.0',
    previous: '1.1.0',
    bump: 'minor',
    needed: 'minor',
    changes: [{ id: 'FIELD_ADDED', subject: { entity: 'Review', name: 'title' } }],
    changelog: expect.stringContaining(
      '# 1.2.0\n\n## What changes for services\n\n1 safe change of the schema since 1.1.0.\n\n### `Review`\n\n- `Review.title`: field added',
    ),
  });
  expect(planRelease({ ...input, requested: 'major' })).toMatchObject({
    version: '2.0.0',
    bump: 'major',
    needed: 'minor',
  });
});

test('migrations of every version in work are in the order of their numbers, under the one version', () => {
  const { version, migrations } = planRelease({
    releases,
    model: model(),
    requested: 'minor',
    workMigrations: [
      { version: '1.2.0', id: '1000_later', up: '' },
      { version: '1.1.1', id: '999_earlier', up: '' },
    ],
  });
  expect(version).toBe('2.0.0');
  expect(migrations).toEqual([
    {
      kind: 'plannedMigration',
      id: '999_earlier',
      from: 'migrations/1.1.1/999_earlier',
      to: 'migrations/2.0.0/999_earlier',
    },
    {
      kind: 'plannedMigration',
      id: '1000_later',
      from: 'migrations/1.2.0/1000_later',
      to: 'migrations/2.0.0/1000_later',
    },
  ]);
});

test('counts from the last stable release, and lists what changed since the last of any kind', () => {
  const candidate = { version: '2.0.0-rc.1', model: model() };
  const plan = planRelease({
    releases: [...releases, candidate],
    model: model(),
    workMigrations: [],
    requested: 'none',
  });
  expect(plan).toMatchObject({ version: '2.0.0', previous: '1.1.0', bump: 'major', changes: [] });
});

test('the first release', () => {
  expect(
    planRelease({ releases: [], model: model(), workMigrations: [], requested: 'none' }),
  ).toMatchObject({
    version: '1.0.0',
    previous: null,
    bump: 'major',
    changelog: '# 1.0.0\n\nThe first release.\n',
  });
});

test('scripts that run again are a patch, and a migration stands for them where there is none', () => {
  const frozen = { version: '1.1.0', model: model(), migrations: [] };
  const repeatables = [{ name: 'list', change: 'changed' } as const];
  const input = { releases: [frozen], model: model(), requested: 'none', repeatables } as const;
  expect(planRelease({ ...input, workMigrations: [] })).toMatchObject({
    version: '1.1.1',
    needed: 'patch',
    migrations: [{ id: '001_repeatable', to: 'migrations/1.1.1/001_repeatable', scripts: {} }],
    changelog: '# 1.1.1\n\n## What databases run again\n\n- `list` has changed.\n',
  });
  const workMigrations = [{ version: '1.1.1', id: '002_x', up: '' }];
  expect(planRelease({ ...input, workMigrations }).migrations).toMatchObject([{ id: '002_x' }]);
});
