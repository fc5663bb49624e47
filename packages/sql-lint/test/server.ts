import { createTestDatabase } from '@schema-service/local-postgres';
import pg from 'pg';
import type { LintScript } from '../src/sql/parse-script.ts';
import { parseScript } from '../src/sql/parse-script.ts';
import type { LintStatement } from '../src/sql/statement.ts';
import { statementText } from '../src/sql/statement-text.ts';
import { filesOf, readFixture } from './fixtures.ts';

/** A connection to a database that is as the fixtures expect it. */
export async function existingDatabase(): Promise<
  AsyncDisposable & { readonly client: pg.Client }
> {
  const database = await createTestDatabase();
  const client = new pg.Client({ connectionString: database.connectionString });
  await client.connect();
  await client.query(readFixture('existing.sql'));
  return {
    client,
    [Symbol.asyncDispose]: async () => {
      await client.end();
      await database.drop();
    },
  };
}

export interface Step {
  readonly script: LintScript;
  readonly statement: LintStatement;
  /** Whether it is the first of its transaction. */
  readonly isFirst: boolean;
  readonly run: () => Promise<void>;
}

/** Runs migrations as the migrator does: each in a transaction, or statement by statement. */
export async function runMigrations(
  client: pg.Client,
  migrations: readonly string[],
  around: (step: Step) => Promise<void> = ({ run }) => run(),
): Promise<void> {
  for (const file of filesOf('example.sql', migrations)) {
    const script = await parseScript(file);
    const { transactional } = script.directives;
    if (transactional) await client.query('BEGIN');
    for (const [index, statement] of script.statements.entries()) {
      await around({
        script,
        statement,
        isFirst: index === 0 || !transactional,
        run: async () => {
          await client.query(statementText(script, statement));
        },
      });
    }
    if (transactional) await client.query('COMMIT');
  }
}
