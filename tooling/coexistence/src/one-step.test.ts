import { createTestDatabase } from '@schema-service/local-postgres';
import { expect, test } from 'vitest';
import { hammer } from './hammer.ts';
import { node, python } from './start-service.ts';
import { oneStep } from './step.ts';

const interpreter = process.env.TEST_PYTHON;

// `pnpm test:coexistence` goes the whole way.
test('services of two versions write while the database goes from one to the other alone', async () => {
  await using database = await createTestDatabase();
  const report = await hammer({
    connectionString: database.connectionString,
    versions: ['2.0.0', '3.0.0'],
    steps: oneStep,
    languages: { node, other: interpreter ? python(interpreter) : node },
    seconds: 10,
    seed: 1,
    rows: 5000,
  });
  expect(report).toMatchObject({ failures: [], kills: 1 });
  expect(report.counts).toBeGreaterThan(0);
  expect(report.checks).toBeGreaterThan(0);
});
