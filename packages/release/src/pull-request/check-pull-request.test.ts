import { type Bump, diff } from '@schema-service/schema-diff';
import { parseSchema } from '@schema-service/schema-model';
import { expect, test } from 'vitest';
import { schemaWith } from '../../test/release-root.ts';
import { checkPullRequest, type PullRequestFacts } from '../index.ts';

const changes = (before: string[], after: string[]) => {
  const [previous, current] = [before, after].map((fields) =>
    parseSchema([{ path: 'schema.prisma', content: schemaWith(...fields) }]),
  );
  if (!previous || !current) throw new Error('two schemas');
  return diff(previous, current);
};

const passing: PullRequestFacts = {
  latest: '1.1.0',
  changes: changes([], ['body String?']),
  requested: 'minor',
  packages: ['@acme/db-client', '@acme/db-types'],
  changesDatabase: true,
  pendingMigrations: ['migrations/1.2.0/003_body'],
  changedRepeatables: [],
  numberClashes: [],
  rehearsal: { kind: 'passed' },
  releaseFindings: [],
  clientProblems: [],
  lintFindings: [],
};

test('a pull request with all that it needs passes', () => {
  expect(checkPullRequest(passing)).toEqual([]);
  expect(checkPullRequest({ ...passing, requested: 'major' })).toEqual([]);
  const untouched = { changes: [], requested: 'none', changesDatabase: false } as const;
  expect(checkPullRequest({ ...passing, ...untouched, pendingMigrations: [] })).toEqual([]);
});

test('a client that cannot be generated is told at its place', () => {
  const place = { file: 'schema/a.prisma', line: 3, column: 5 };
  const words = { message: 'Two names are one.', fix: 'Rename one.' };
  const problem = { kind: 'clientProblem', client: 'python', ...place, ...words } as const;
  expect(checkPullRequest({ ...passing, clientProblems: [problem] })).toEqual([
    { kind: 'pullRequestFinding', id: 'CLIENT_NOT_POSSIBLE', ...place, ...words },
  ]);
});

test.each<[string, Bump, string, string]>([
  ['1.1.0', 'none', 'CHANGESET_MISSING', '"@acme/db-client": major'],
  ['1.1.0', 'minor', 'BUMP_TOO_SMALL', '"@acme/db-client": major'],
  ['0.1.0', 'patch', 'BUMP_TOO_SMALL', '"@acme/db-client": minor'],
])('a removal after %s with a %s: %s', (latest, requested, id, line) => {
  const removal = changes(['body String?'], []);
  const [finding, ...others] = checkPullRequest({
    ...passing,
    latest,
    requested,
    changes: removal,
  });
  expect(others).toEqual([]);
  expect(finding?.id).toBe(id);
  expect(finding?.message).toContain('Review.body FIELD_REMOVED (major): ');
  expect(finding?.fix).toContain(line);
});

test('below 1.0.0 a minor may break', () => {
  const removal = changes(['body String?'], []);
  expect(
    checkPullRequest({ ...passing, latest: '0.1.0', requested: 'minor', changes: removal }),
  ).toEqual([]);
});

test('the first release asks for a changeset, of whatever bump', () => {
  const first = { ...passing, latest: null };
  expect(checkPullRequest({ ...first, requested: 'patch' })).toEqual([]);
  expect(checkPullRequest({ ...first, requested: 'none' })).toMatchObject([
    { id: 'CHANGESET_MISSING' },
  ]);
});

test('a change of the database without a migration', () => {
  expect(checkPullRequest({ ...passing, pendingMigrations: [], rehearsal: null })).toMatchObject([
    { id: 'MIGRATION_MISSING', fix: 'Run `schemactl migration new NAME`.' },
  ]);
});

test('migrations that do not pass a rehearsal', () => {
  const rehearsal = {
    kind: 'failed',
    step: 'compare with schema',
    problems: ['column public.reviews.body: expected (text), is missing'],
  } as const;
  const [finding] = checkPullRequest({ ...passing, rehearsal });
  expect(finding).toMatchObject({
    id: 'MIGRATION_FAILED_REHEARSAL',
    file: 'migrations/1.2.0/003_body',
    message: expect.stringContaining(rehearsal.problems[0]),
  });
});

test('edits of releases come first, lint findings last', () => {
  const file = 'migrations/1.1.0/002_body/up.sql';
  const found = checkPullRequest({
    ...passing,
    requested: 'none',
    releaseFindings: [
      {
        kind: 'releaseFinding',
        id: 'MIGRATION_EDITED',
        version: '1.1.0',
        file,
        message: 'It was edited after release 1.1.0.',
        fix: 'Restore it.',
      },
    ],
    lintFindings: [
      {
        rule: 'rename-column',
        file: 'up.sql',
        line: 3,
        column: 5,
        message: 'Clients break.',
        isExplainable: true,
      },
      {
        rule: 'undecided',
        file: 'up.sql',
        line: 4,
        column: 1,
        message: 'What rows get.',
        isExplainable: false,
      },
    ],
  });
  expect(found.map(({ id }) => id)).toEqual([
    'RELEASE_EDITED',
    'CHANGESET_MISSING',
    'LINT_UNEXPLAINED',
    'LINT_UNEXPLAINED',
  ]);
  expect(found[3]?.fix).toBe('Correct the SQL there: no comment explains this away.');
  expect(found[0]).toMatchObject({ file, fix: 'Restore it.' });
  expect(found[2]).toMatchObject({
    file: 'up.sql',
    line: 3,
    column: 5,
    fix: expect.stringContaining('-- schemactl: ignore rename-column because'),
  });
});
