import { createTestDatabase, findPgbouncer } from '@schema-service/local-postgres';
import { expect, test } from 'vitest';
import { hammer } from './hammer.ts';
import { node, python } from './start-service.ts';
import { oneStep } from './step.ts';

const pgbouncer = findPgbouncer();
const interpreter = process.env.TEST_PYTHON;

// `pnpm test:pgbouncer` installs the program where it can.
test.skipIf(pgbouncer === undefined)(
  'services behind a pooler share sessions, whatever their versions are',
  async () => {
    await using database = await createTestDatabase();
    const report = await hammer({
      connectionString: database.connectionString,
      versions: ['2.0.0', '3.0.0'],
      steps: oneStep,
      languages: { node, other: interpreter ? python(interpreter) : node, third: node },
      seconds: 5,
      seed: 2,
      rows: 5000,
      ...(pgbouncer === undefined ? {} : { pgbouncer }),
    });
    expect(report).toMatchObject({ failures: [], kills: 1 });
    expect(report.counts).toBeGreaterThan(0);
  },
);
