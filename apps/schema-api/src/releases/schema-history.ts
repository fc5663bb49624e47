import type { SchemaHistory } from '@schema-service/api-contract';
import type { ReleaseCatalog } from '@schema-service/catalog';
import { findRelease } from './find-release.ts';
import { releaseLine } from './release-line.ts';

/** What a version and those that it was built on changed, as it was frozen. Throws `VERSION_NOT_FOUND`. */
export async function schemaHistory(
  catalog: ReleaseCatalog,
  version: string,
): Promise<SchemaHistory> {
  await findRelease(catalog, version);
  const line = await releaseLine(catalog.findRelease, version);
  return {
    version,
    versions: line.map(({ version: one, metadata: { date, changes } }) => ({
      ...{ version: one, date },
      changes: changes.map(({ id, path, severity }) => ({ id, path, severity })),
    })),
  };
}
