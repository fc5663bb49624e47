import { execFileSync } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  type ChangesetWorkspace,
  createChangesetWorkspace,
  generated,
} from '../../test/changeset-workspace.ts';
import { schemaWith } from '../../test/release-root.ts';
import {
  changesetText,
  checkReleases,
  createVersion,
  freezeRelease,
  isEmptyPlan,
  planWork,
  type ReleasePlan,
  readReleases,
} from '../index.ts';

const date = '2026-11-20';
const fields = ['body String?'];

const changeset = (name: string, bump: 'major' | 'minor' | 'patch') => ({
  [`.changeset/${name}.md`]: changesetText(generated, bump, `About ${name}.`),
});

/** A field, its migration and its changeset. */
function added(name: string, number: string, bump: 'major' | 'minor'): Record<string, string> {
  fields.push(`${name} String?`);
  return {
    ...changeset(name, bump),
    'schema/schema.prisma': schemaWith(...fields),
    [`migrations/9.9.9/${number}_${name}/up.sql`]: `ALTER TABLE "Review" ADD ${name} text;\n`,
  };
}

async function clientVersion({ path }: ChangesetWorkspace): Promise<string> {
  const text = await readFile(join(path, 'packages/db-client/package.json'), 'utf8');
  return JSON.parse(text).version;
}

/** What the plan said is what `changeset version` gives, what the plan says then, and what is released. */
async function release(workspace: ChangesetWorkspace): Promise<ReleasePlan> {
  const { path } = workspace;
  const before = await planWork(path);
  await workspace.changeset('version');
  expect(await clientVersion(workspace)).toBe(before.version);
  const after = await planWork(path);
  const { changelog: _before, requested: _requested, ...planned } = before;
  expect(after).toMatchObject(planned);
  const created = await createVersion(path, { date });
  expect(created).toMatchObject({
    kind: 'versionCreated',
    metadata: { version: before.version, previous: before.base, bump: before.bump },
  });
  expect((await readReleases(path)).at(-1)?.changelog).toBe(after.changelog);
  expect(isEmptyPlan(await planWork(path))).toBe(true);
  return before;
}

test('the plan is what `changeset version` and `version create` do: minor, prereleases, major', async () => {
  fields.splice(1);
  await using workspace = await createChangesetWorkspace({});
  const { path, write } = workspace;
  await write({ 'schema/schema.prisma': schemaWith(...fields) });
  await freezeRelease(path, '1.0.0', { date });
  await freezeRelease(path, '1.1.0', { date });
  expect(isEmptyPlan(await planWork(path))).toBe(true);

  await write(added('title', '003', 'minor'));
  expect(await release(workspace)).toMatchObject({
    version: '1.2.0',
    previous: '1.1.0',
    base: '1.1.0',
    bump: 'minor',
    needed: 'minor',
    requested: 'minor',
    changes: [{ id: 'FIELD_ADDED' }],
    migrations: [{ from: 'migrations/9.9.9/003_title', to: 'migrations/1.2.0/003_title' }],
  });

  await workspace.changeset('pre', 'enter', 'rc');
  await write(added('mood', '004', 'minor'));
  expect(await release(workspace)).toMatchObject({ version: '1.3.0-rc.0', previous: '1.2.0' });
  await write(added('tone', '005', 'minor'));
  const second = await release(workspace);
  expect(second).toMatchObject({
    version: '1.3.0-rc.1',
    previous: '1.2.0',
    base: '1.3.0-rc.0',
    changes: [{ subject: { name: 'tone' } }],
    changesSincePrevious: [{ subject: { name: 'mood' } }, { subject: { name: 'tone' } }],
  });
  await write({ ...changeset('big', 'major') });
  expect(await release(workspace)).toMatchObject({ version: '2.0.0-rc.2', bump: 'major' });
  await workspace.changeset('pre', 'exit');
  const final = await release(workspace);
  expect(final).toMatchObject({ version: '2.0.0', base: '2.0.0-rc.2', changes: [] });
  for (const name of ['mood', 'tone', 'big']) expect(final.changelog).toContain(`About ${name}.`);
});

test('the first release, from packages at 0.0.0', async () => {
  await using workspace = await createChangesetWorkspace({
    ...changeset('first', 'major'),
    'schema/schema.prisma': schemaWith(),
    'migrations/1.0.0/001_init/up.sql': 'CREATE TABLE "Review" (id int PRIMARY KEY);\n',
  });
  const { path } = workspace;
  for (const version of ['1.0.0', '1.1.0']) {
    await rm(join(path, 'schema/versions', version), { recursive: true });
    if (version === '1.1.0') await rm(join(path, 'migrations', version), { recursive: true });
  }
  for (const name of generated) {
    const file = `packages/${name.slice('@acme/'.length)}/package.json`;
    const text = await readFile(join(path, file), 'utf8');
    await workspace.write({ [file]: text.replace('"1.1.0"', '"0.0.0"') });
  }
  expect(await createVersion(path, { date })).toEqual({
    kind: 'nothingToRelease',
    version: '0.0.0',
  });
  expect(await release(workspace)).toMatchObject({
    version: '1.0.0',
    previous: null,
    bump: 'major',
    changes: [],
  });
});

test('work that no changeset tells of is planned by its changes', async () => {
  fields.splice(1);
  await using workspace = await createChangesetWorkspace({
    'schema/schema.prisma': schemaWith('body String?', 'title String?'),
  });
  await freezeRelease(workspace.path, '1.0.0', { date });
  await freezeRelease(workspace.path, '1.1.0', { date });
  expect(await planWork(workspace.path)).toMatchObject({
    version: '1.2.0',
    needed: 'minor',
    requested: 'none',
  });
  await workspace.write(changeset('small', 'patch'));
  expect(await planWork(workspace.path)).toMatchObject({
    version: '1.1.1',
    bump: 'patch',
    needed: 'minor',
  });
  await workspace.write({
    '.changeset/other.md': changesetText(['@acme/nowhere'], 'patch', 'Lost.'),
  });
  await expect(planWork(workspace.path)).rejects.toMatchObject({
    code: 'CHANGESET_INVALID',
    why: expect.stringContaining('@acme/nowhere'),
  });
});

test('a released change that is taken back is a change of its own', async () => {
  await using workspace = await createChangesetWorkspace({
    ...changeset('back', 'major'),
    'schema/schema.prisma': schemaWith(),
    'migrations/1.1.1/003_back/up.sql': 'ALTER TABLE "Review" DROP body;\n',
  });
  await freezeRelease(workspace.path, '1.0.0', { date });
  await freezeRelease(workspace.path, '1.1.0', { date });
  const plan = await release(workspace);
  expect(plan).toMatchObject({
    version: '2.0.0',
    needed: 'major',
    changes: [{ id: 'FIELD_REMOVED', subject: { name: 'body' } }],
  });
  expect(plan.changelog).toContain('- review.body');
});

test('a hotfix on a maintenance branch, merged when the next major is out', async () => {
  await using workspace = await createChangesetWorkspace({
    '.gitattributes': 'migrations/checksums merge=union\nmigrations/clients.jsonl merge=union\n',
    'schema/schema.prisma': schemaWith('body String?'),
  });
  const { path, write } = workspace;
  const git = (...args: readonly string[]): unknown =>
    execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.org', ...args], {
      cwd: path,
      stdio: 'pipe',
    });
  const commit = (message: string): void => {
    git('add', '--all');
    git('commit', '--quiet', '--message', message);
  };
  await freezeRelease(path, '1.0.0', { date });
  await freezeRelease(path, '1.1.0', { date });
  commit('Release 1.1.0');
  git('branch', 'release-1.1');
  await write({
    ...changeset('gone', 'major'),
    'schema/schema.prisma': schemaWith(),
    'migrations/2.0.0/003_gone/up.sql': 'ALTER TABLE "Review" DROP body;\n',
  });
  expect(await release(workspace)).toMatchObject({ version: '2.0.0' });
  commit('Release 2.0.0');

  git('switch', '--quiet', 'release-1.1');
  await write({
    ...changeset('trim', 'patch'),
    'migrations/1.1.1/003_trim/up.sql': 'UPDATE "Review" SET body = trim(body);\n',
  });
  const hotfix = await release(workspace);
  expect(hotfix).toMatchObject({ version: '1.1.1', base: '1.1.0', bump: 'patch', needed: 'none' });
  expect(hotfix.migrations).toHaveLength(1);
  commit('Release 1.1.1');

  git('switch', '--quiet', 'main');
  // The packages are at 2.0.0 on main, and stay there.
  git('merge', '--quiet', '--no-edit', '--strategy-option=ours', 'release-1.1');
  expect(await checkReleases(path)).toEqual([]);
  expect(isEmptyPlan(await planWork(path))).toBe(true);
  await write({
    ...changeset('title', 'minor'),
    'schema/schema.prisma': schemaWith('title String?'),
    'migrations/2.1.0/004_title/up.sql': 'ALTER TABLE "Review" ADD title text;\n',
  });
  expect(await release(workspace)).toMatchObject({ version: '2.1.0', base: '2.0.0' });
  expect(await checkReleases(path)).toEqual([]);
});
