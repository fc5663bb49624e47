import pg from 'pg';
import type { Choices, Operation, Performed, Performer } from './operation.ts';
import type { SqlOperation, Statement } from './sql-operations.ts';
import type { ServiceConfig } from './start-service.ts';

type Found = pg.QueryResult<{ readonly row?: string }>;

/** A service that writes SQL of its own, and has the driver alone. */
export async function openSql(
  { connectionString, name, version, prepares }: ServiceConfig,
  { pick, newKey }: Choices,
): Promise<Performer> {
  const client = new pg.Client({ connectionString, application_name: `${name} of ${version}` });
  await client.connect();
  const hello = 'SELECT * FROM schema_migrations.hello($1, $2, $3)';
  await client.query(hello, [version, name, 'sql']);

  const send = ({ sql }: Statement, values: readonly (string | null)[]): Promise<Found> =>
    client.query({
      ...{ text: sql, values: [...values] },
      ...(prepares ? { name: sql.slice(0, 60) + sql.length } : {}),
    });

  async function performAll(operation: SqlOperation, key: string): Promise<Performed> {
    const wrong: string[] = [];
    let row: string | undefined;
    for (const statement of operation.statements) {
      const values = statement.values.map((value) =>
        value === 'own key' ? key : value === 'new key' ? newKey() : pick(value),
      );
      const found = await send(statement, values);
      wrong.push(...wrongIn(statement, values, found));
      row = found.rows[0]?.row;
    }
    return row === undefined ? { wrong } : { wrong, row };
  }
  return {
    perform: async (given: Operation, key) => {
      // What it is told to do are operations in SQL.
      const operation = given as SqlOperation;
      if (operation.statements.length === 1) return performAll(operation, key);
      try {
        await client.query('BEGIN');
        const performed = await performAll(operation, key);
        await client.query('COMMIT');
        return performed;
      } catch (error) {
        await client.query('ROLLBACK');
        throw error;
      }
    },
    [Symbol.asyncDispose]: () => client.end(),
  };
}

function wrongIn(
  { rows, gives = {} }: Statement,
  values: readonly (string | null)[],
  found: Found,
): readonly string[] {
  if (rows !== undefined && found.rowCount !== rows) {
    return [`${found.rowCount} rows where there are ${rows}`];
  }
  const row: Readonly<Record<string, string | null>> = JSON.parse(found.rows[0]?.row ?? '{}');
  return Object.entries(gives).flatMap(([column, from]) => {
    const wanted = typeof from === 'number' ? values[from - 1] : from;
    return row[column] === wanted ? [] : [`${column} is ${row[column]}, written was ${wanted}`];
  });
}
