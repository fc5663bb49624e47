import { createTestDatabase, findPgbouncer } from '@schema-service/local-postgres';
import { expect, test } from 'vitest';
import { hammer } from './hammer.ts';
import { prepareLanguages } from './languages.ts';
import { oneStep } from './step.ts';

const pgbouncer = findPgbouncer();

// `pnpm test:pgbouncer` installs the program where it can.
test.skipIf(pgbouncer === undefined)(
  'services behind a pooler share sessions, whatever their versions are',
  async () => {
    const versions = ['2.0.0', '3.0.0'];
    using languages = await prepareLanguages(versions, process.env.TEST_PYTHON);
    await using database = await createTestDatabase();
    const report = await hammer({
      connectionString: database.connectionString,
      versions,
      steps: oneStep,
      languages: languages.all,
      seconds: 5,
      seed: 2,
      rows: 5000,
      ...(pgbouncer === undefined ? {} : { pgbouncer }),
    });
    expect(report).toMatchObject({ failures: [], kills: 1 });
    expect(report.counts).toBeGreaterThan(0);
  },
);
