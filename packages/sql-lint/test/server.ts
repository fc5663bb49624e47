import { createTestDatabase } from '@schema-service/local-postgres';
import { fillBatch, wholeRange } from '@schema-service/postgres-sql';
import pg from 'pg';
import {
  type LintScript,
  type LintStatement,
  parseScript,
  statementText,
} from '../src/sql/parse-script.ts';
import { filesOf, readFixture } from './fixtures.ts';

/** A database that is made anew for each example: its schemas, not itself, which takes the server far longer. */
export interface ExampleDatabase extends AsyncDisposable {
  readonly client: pg.Client;
  /** Makes it what the fixtures expect, whatever ran before. */
  readonly reset: () => Promise<void>;
}

export async function exampleDatabase(): Promise<ExampleDatabase> {
  const database = await createTestDatabase();
  const client = new pg.Client({ connectionString: database.connectionString });
  await client.connect();
  return {
    client,
    reset: async () => {
      await client.query('ROLLBACK');
      await client.query('DISCARD ALL');
      const { rows } = await client.query<{ name: string }>(
        `SELECT quote_ident(nspname) AS name FROM pg_namespace
         WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'`,
      );
      for (const { name } of rows) await client.query(`DROP SCHEMA ${name} CASCADE`);
      await client.query('CREATE SCHEMA public');
      await client.query(readFixture('existing.sql'));
    },
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
          const text = statementText(script, statement);
          const { batches } = script.directives;
          await client.query(batches ? fillBatch(text, wholeRange(batches)).sql : text);
        },
      });
    }
    if (transactional) await client.query('COMMIT');
  }
}
