import type { MigrationDraft } from '@schema-service/migration-draft';
import { scanStatements } from '@schema-service/postgres-sql';
import { type LintFile, type LintOptions, lintMigrations } from '@schema-service/sql-lint';

/**
 * Why a draft does what the lint finds. Whom it breaks is in the changes, and
 * asks for the version's bump; how it is done has no safer way that is known.
 */
const reasons: Readonly<Record<string, string>> = {
  'add-auto-increment-column': 'the schema counts it',
  'add-stored-generated-column': 'it is made anew with the column that it is computed from',
  'check-not-valid': 'it is made anew while its table is locked',
  'column-type-change':
    'the schema changes the type: the table is locked while its rows are written anew',
  'do-block': 'it makes views alone, where they are not there',
  'drop-column': 'the schema drops it',
  'drop-constraint': 'the schema changes the key',
  'drop-default': 'the schema changes the default',
  'drop-index-not-concurrent': 'its table is locked for the same change',
  'drop-not-null': 'the schema makes it optional',
  'drop-table': 'the schema drops it, or changes what it reads',
  'drop-type': 'its columns have another type by then',
  'exclusion-constraint': 'it is made anew while its table is locked',
  'identifier-too-long': 'the schema has the name',
  'index-not-concurrent': 'it is made anew while its table is locked',
  'long-statement-under-lock': 'what depends on the rows is made anew with them',
  'prefer-bigint': 'the schema has the type',
  'prefer-identity': "it is what Prisma's autoincrement() makes",
  'prefer-jsonb': 'the schema has the type',
  'prefer-text': 'the schema has the type',
  'prefer-timestamptz': 'the schema has the type',
  'rename-column': 'the schema renames it',
  'rename-enum-value': 'the schema renames it',
  'rename-schema': 'the schema renames it',
  'rename-table': 'the schema renames or moves it',
  'set-not-null': 'the rows are written anew in the same statement',
  'several-locked-tables': 'the columns of one type change together',
};

/** A draft with the file that it becomes. */
export interface DraftFile<Draft extends Pick<MigrationDraft, 'up'>> {
  readonly path: string;
  readonly draft: Draft;
}

/**
 * The drafts with a comment above each statement that the lint finds something
 * in, so that nobody has to explain what the schema asks for. What a person has
 * to decide stays a finding.
 *
 * @param earlier the migrations of the version that run before
 */
export async function explainDrafts<Draft extends Pick<MigrationDraft, 'up'>>(
  drafts: readonly DraftFile<Draft>[],
  earlier: readonly LintFile[],
  options: LintOptions,
): Promise<readonly Draft[]> {
  const files = drafts.map(({ path, draft }) => ({ path, sql: draft.up }));
  const findings = await lintMigrations([...earlier, ...files], options);
  return drafts.map(({ path, draft }) => {
    const own = findings.filter((finding) => finding.path === path && !finding.ignored);
    return { ...draft, up: explained(draft.up, own) };
  });
}

function explained(
  sql: string,
  findings: readonly { readonly rule: string; readonly line: number }[],
): string {
  const starts = [...scanStatements(sql)].map(({ line }) => line);
  const comments = new Map<number, Set<string>>();
  for (const { rule, line } of findings) {
    const start = starts.findLast((one) => one <= line);
    if (start === undefined || reasons[rule] === undefined) continue;
    comments.set(start, (comments.get(start) ?? new Set()).add(rule));
  }
  return sql
    .split('\n')
    .flatMap((text, index) => [
      ...[...(comments.get(index + 1) ?? [])].map(
        (rule) => `-- schemactl: ignore ${rule} because ${reasons[rule]}`,
      ),
      text,
    ])
    .join('\n');
}
