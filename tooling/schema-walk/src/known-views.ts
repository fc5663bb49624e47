import type { MigrationDraft } from '@schema-service/migration-draft';
import { quoteIdentifier } from '@schema-service/postgres-sql';
import type { WalkDatabase } from './schema-database.ts';

/** A view with the SQL that a schema does not say. */
export interface KnownView {
  /** As drafts name it. */
  readonly name: string;
  readonly create: string;
}

/** The views of a database, each behind those that it reads. */
export async function viewsIn({ client }: WalkDatabase): Promise<readonly KnownView[]> {
  const { rows } = await client.query<{ namespace: string; name: string; query: string }>(`
      SELECT nspname AS namespace, relname AS name, pg_get_viewdef(pg_class.oid) AS query
      FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
      WHERE relkind = 'v' AND nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'
        AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_class.oid AND deptype = 'e')
      ORDER BY pg_class.oid`);
  return rows.map(({ namespace, name, query }) => {
    const qualifier = namespace === 'public' ? '' : `${quoteIdentifier(namespace)}.`;
    const view = `${qualifier}${quoteIdentifier(name)}`;
    return { name: view, create: `CREATE VIEW ${view} AS ${query}` };
  });
}

/** The drafts with the SQL of views where they leave it to a person. */
export function withViews(
  drafts: readonly MigrationDraft[],
  views: readonly KnownView[],
): readonly MigrationDraft[] {
  const written = (sql: string): string =>
    views.reduce(
      (text, { name, create }) =>
        text
          .replaceAll(`-- TODO: drop the view ${name}.\n`, () => `DROP VIEW ${name};\n`)
          .split('\n')
          .map((line) => (line.startsWith(`-- TODO: create the view ${name} `) ? create : line))
          .join('\n'),
      sql,
    );
  return drafts.map((draft) => ({ ...draft, up: written(draft.up), down: written(draft.down) }));
}
