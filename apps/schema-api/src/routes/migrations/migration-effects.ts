import type { MigrationEffects } from '@schema-service/api-contract';
import type { CatalogRelease } from '@schema-service/catalog';
import { analyzeScript, blockedBy, downClass, scriptLocks } from '@schema-service/migrator';

/** What the text of a release's migrations tells of them. Throws what the migrator refuses of a script. */
export function migrationEffects({ version, migrations }: CatalogRelease): MigrationEffects {
  return {
    version,
    migrations: migrations.map(({ id, up, down, checksums }) => {
      const script = (sql: string, file: string, checksum: string | null) => ({
        ...{ kind: 'migrationScript' as const, sql, checksum: checksum ?? '' },
        path: `${version}/${id}/${file}`,
      });
      const { header, statements } = analyzeScript(script(up, 'up.sql', checksums.up));
      const back = down === null ? undefined : script(down, 'down.sql', checksums.down);
      const { locks } = scriptLocks(up, statements);
      return {
        id,
        phase: header.phase ?? null,
        transactional: header.transactional,
        statements: statements.length,
        rollback: back ? downClass(back, analyzeScript(back)) : 'impossible',
        locks: locks.map(({ relation, mode }) => ({ relation, mode, blocks: blockedBy(mode) })),
      };
    }),
  };
}
