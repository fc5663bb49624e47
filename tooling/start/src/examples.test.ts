import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '@schema-service/bootstrap/options';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { copyExamples, digestOfCopies } from './examples.ts';

let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'examples-'));
});
afterEach(() => rmSync(data, { recursive: true, force: true }));

/** As if the clone had had other examples when the copies were made. */
const olderStamp = (): void => writeFileSync(join(data, 'try', '.copied'), 'of another clone');

test('the copies are what the clone has, and a repository of its own', async () => {
  const { repository, web, ingestor } = await copyExamples(data);
  const file = 'schema/reviews.prisma';
  expect(readFileSync(join(repository, file))).toEqual(readFileSync(join(root, file)));
  expect(existsSync(join(repository, 'packages/db-client/package.json'))).toBe(true);
  expect(existsSync(join(repository, 'node_modules/.bin/schemactl'))).toBe(true);
  expect(existsSync(join(web, 'src/main.ts'))).toBe(true);
  expect(existsSync(join(ingestor, 'requirements.txt'))).toBe(true);
});

test('what was changed in them stays, and what a newer clone adds comes', async () => {
  const { repository, web } = await copyExamples(data);
  const schema = join(repository, 'schema/reviews.prisma');
  appendFileSync(schema, '// mine\n');
  rmSync(join(web, 'tsconfig.json'));
  olderStamp();
  await copyExamples(data);
  expect(readFileSync(schema, 'utf8')).toMatch(/\/\/ mine\n$/);
  expect(existsSync(join(web, 'tsconfig.json'))).toBe(true);
});

test('copies that nobody changed follow the clone', async () => {
  const { repository } = await copyExamples(data);
  const stampFile = join(data, 'try', '.copied');
  const stamp = readFileSync(stampFile, 'utf8');
  // Made from a clone that had one file more, and unchanged since.
  const extra = join(repository, 'schema', 'extra.prisma');
  writeFileSync(extra, '// of the older clone\n');
  writeFileSync(stampFile, digestOfCopies(join(data, 'try')));
  await copyExamples(data);
  expect(existsSync(extra)).toBe(false);
  expect(readFileSync(stampFile, 'utf8')).toBe(stamp);
});
