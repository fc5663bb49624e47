import { ensureCatalogSchema } from '@schema-service/catalog';
import { createTestDatabase, type TestDatabase } from '@schema-service/local-postgres';
import { up } from '@schema-service/migrator';

let template: Promise<string> | undefined;

/** A database with the catalog's tables, which take longer to make than to copy. */
export async function emptyCatalog(): Promise<TestDatabase> {
  template ??= makeTemplate();
  return createTestDatabase(await template);
}

/** It goes with the server: copies are made of it as long as tests run. */
async function makeTemplate(): Promise<string> {
  const { connectionString, name } = await createTestDatabase();
  await ensureCatalogSchema(connectionString, up);
  return name;
}
