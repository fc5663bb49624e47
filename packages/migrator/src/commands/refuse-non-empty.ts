import { SchemaServiceError } from '@schema-service/errors';
import { type FoundObjects, findObjects } from '../catalog/found-objects.ts';
import type { Session } from '../connection/session.ts';
import type { ImportTool } from '../import/foreign-history.ts';
import type { MigrationPlan } from '../plan/migration-plan.ts';
import type { History } from '../tracking/history.ts';
import { findTracking } from '../tracking/install-tracking.ts';
import { DEFAULT_SCHEMA } from '../tracking/ledger.ts';
import { readHistory } from '../tracking/read-history.ts';

export interface NonEmptyOptions {
  /** Lets a history begin in a database that holds something already. Default false. */
  readonly allowNonEmpty?: boolean;
  /** Objects that are not ours and do not count, by name with `*` for anything: `auth.*`. */
  readonly exclude?: readonly string[];
}

const SHOWN = 5;

/** Where the tools keep their migrations by default. */
const FOLDERS: Readonly<Record<ImportTool, string>> = {
  prisma: 'prisma/migrations',
  flyway: 'sql',
  'golang-migrate': 'migrations',
  dbmate: 'db/migrations',
  sqitch: '.',
};

/**
 * Refuses to begin a history in a database that holds something already: the
 * first migration would fail there or, worse, work.
 *
 * @throws SchemaServiceError MIGRATION_DATABASE_NOT_EMPTY, MIGRATION_TRACKING_UNKNOWN
 */
export async function refuseNonEmpty(
  session: Session,
  { steps, direction, targetVersion }: MigrationPlan,
  { rows }: History,
  { allowNonEmpty = false, exclude = [] }: NonEmptyOptions,
): Promise<void> {
  if (allowNonEmpty || direction !== 'up' || steps.length === 0 || rows.length > 0) return;
  const found = await findObjects(session.client, exclude);
  if (found.objects.length === 0) return;
  // Another migrator may have begun since the history was read: then they are its objects.
  if ((await readHistory(session)).rows.length > 0) return;
  await findTracking(session);
  throw notEmpty(found, targetVersion ?? 'VERSION', session.ledger.schema);
}

function notEmpty(found: FoundObjects, version: string, ledger: string): SchemaServiceError {
  const { objects, tools, ledgers } = found;
  const at = ledger === DEFAULT_SCHEMA ? '' : ` --ledger-schema ${ledger}`;
  const rest = objects.length > SHOWN ? ` and ${objects.length - SHOWN} more` : '';
  const shown = objects.slice(0, SHOWN).map(({ kind, name }) => `${kind} ${name}`);
  return new SchemaServiceError({
    code: 'MIGRATION_DATABASE_NOT_EMPTY',
    message: `The database is not empty, and has no history in ${ledger}.`,
    why: `It has ${shown.join(', ')}${rest}. Nothing was applied.`,
    fix: [
      ...ledgers.map((name) => `If its history is that in ${name}: --ledger-schema ${name}`),
      ...importFixes(tools, at),
      `If it has the structure of a version already, such as ${version}: schema-migrator baseline --to ${version}${at}`,
      "If these are not ours: --exclude 'SCHEMA.*'",
      'To begin beside them all the same: --allow-non-empty (allowNonEmpty: true)',
    ].join('\n       '),
    meta: {
      count: objects.length,
      objects: objects.slice(0, 50),
      tools,
      ledgers,
      ledgerSchema: ledger,
    },
  });
}

function importFixes(tools: readonly ImportTool[], at: string): readonly string[] {
  const named = tools.map(
    (tool) =>
      `If ${tool} has migrated it: schema-migrator import --from ${tool} --source ${FOLDERS[tool]} --dir imported${at}`,
  );
  if (named.length > 0) return named;
  return [
    `If another tool has migrated it, such as prisma: schema-migrator import --from prisma --source ${FOLDERS.prisma} --dir imported${at}`,
  ];
}
