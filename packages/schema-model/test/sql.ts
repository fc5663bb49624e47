import type { EngineFile } from '../src/prisma/engine/schema-engine.ts';
import { sqlBetween } from '../src/prisma/migration/schema-sql.ts';

/** The SQL that Prisma would create the schema with, a statement each. */
export function createStatements(files: readonly EngineFile[]): Promise<readonly string[]> {
  return sqlBetween(
    { tag: 'empty' },
    {
      tag: 'schemaDatamodel',
      files: files.map(([path, content]) => ({ path, content })),
    },
  );
}
