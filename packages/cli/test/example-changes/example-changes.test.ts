import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { exampleRepository } from '../released-repository.ts';
import { runCli } from '../run-cli.ts';
import { EXAMPLE_CHANGES } from './example-changes.ts';

const server = ['--server', process.env.TEST_DATABASE_URL ?? ''];

/** Those that say something about rows, or meet what only SQL says: the others are for `pnpm test:changes`. */
const TELLING = ['add required field', 'add enum value'];

const isWhole = process.env.EXAMPLE_CHANGES === 'all';
const names = isWhole ? Object.keys(EXAMPLE_CHANGES) : TELLING;

test.each(names)('%s goes through schemactl change', async (name) => {
  const { file, replace, by, bump } = EXAMPLE_CHANGES[name] ?? expect.fail(name);
  using repository = exampleRepository();
  const path = `schema/${file}.prisma`;
  const schema = repository.read(path);
  const edited = schema.replace(replace, by);
  expect(edited).not.toBe(schema);
  repository.write(path, edited);
  const run = (...args: readonly string[]) => runCli(repository.path, args);

  const change = await run('change', 'example', '--no-renames', ...server);
  expect(change.code, change.stderr).toBe(0);
  const changesets = readdirSync(join(repository.path, '.changeset'));
  expect(repository.read(`.changeset/${changesets[0]}`)).toContain(`: ${bump}\n`);
  if (change.stdout.includes('migrations/')) {
    const rehearsal = await run('migration', 'test', ...server);
    expect(rehearsal.code, rehearsal.stderr).toBe(0);
  }
});
