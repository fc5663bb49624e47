import { createTestDatabase, type TestDatabase } from '@schema-service/local-postgres';
import { type SchemaModel, schemaSql, type View } from '@schema-service/schema-model';
import pg from 'pg';

/** A database as the schema's first migration would make it, with a row in every view. */
export async function createDatabase(schema: SchemaModel): Promise<TestDatabase> {
  const database = await createTestDatabase();
  const client = new pg.Client({ connectionString: database.connectionString });
  await client.connect();
  try {
    for (const statement of await schemaSql(null, schema)) await client.query(statement);
    for (const view of schema.views) await client.query(createView(schema, view));
  } finally {
    await client.end();
  }
  return database;
}

/** The schema language does not say what a view selects, so it is one row of nulls and ones. */
function createView(schema: SchemaModel, view: View): string {
  const name = view.namespace ? `"${view.namespace}"."${view.dbName}"` : `"${view.dbName}"`;
  const columns = view.fields.flatMap((field) => {
    if (field.kind === 'relation') return [];
    const value = field.arity === 'optional' ? 'NULL' : "'1'";
    if (field.kind === 'scalar')
      return [`${value}::${sqlType(field.nativeType.name)} AS "${field.dbName}"`];
    if (field.kind === 'unsupported') return [`NULL::${field.databaseType} AS "${field.dbName}"`];
    const type = schema.enums.find(({ name: enumName }) => enumName === field.type);
    return [`'${type?.values[0]?.dbName}'::"${type?.dbName}" AS "${field.dbName}"`];
  });
  return `CREATE VIEW ${name} AS SELECT ${columns.join(', ')}`;
}

function sqlType(nativeType: string): string {
  return nativeType === 'DoublePrecision' ? 'double precision' : nativeType;
}
