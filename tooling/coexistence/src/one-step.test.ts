import { createTestDatabase } from '@schema-service/local-postgres';
import { expect, test } from 'vitest';
import { hammer } from './hammer.ts';
import { prepareLanguages } from './languages.ts';
import { oneStep } from './step.ts';

// `pnpm test:coexistence` goes the whole way.
test('services of two versions write while the database goes from one to the other alone', async () => {
  const versions = ['2.0.0', '3.0.0'];
  using languages = await prepareLanguages(versions, process.env.TEST_PYTHON);
  await using database = await createTestDatabase();
  const report = await hammer({
    connectionString: database.connectionString,
    versions,
    steps: oneStep,
    languages: languages.all,
    seconds: 5,
    seed: 1,
    rows: 5000,
  });
  expect(report).toMatchObject({ failures: [], kills: 1 });
  expect(report.counts).toBeGreaterThan(0);
  expect(report.checks).toBeGreaterThan(0);
});
