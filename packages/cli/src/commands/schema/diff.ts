import { join } from 'node:path';
import { EXIT, type ExitCode } from '@schema-service/command-line';
import { draftMigrations } from '@schema-service/migration-draft';
import { migrationsFolder } from '@schema-service/repository';
import type { CommandContext } from '../../command-context.ts';
import { diffMarkdown } from '../../diff-report/diff-markdown.ts';
import { createDiffReport, type DiffReport, reportRecord } from '../../diff-report/diff-report.ts';
import { diffText } from '../../diff-report/diff-text.ts';
import { recordedStructure } from '../../migrations/recorded-structure.ts';
import type { SchemaSide } from '../../schema-side.ts';
import { resolveSides } from '../../schema-side.ts';

export interface DiffCommandOptions {
  readonly from: string;
  readonly to: string;
  readonly sql: boolean;
  readonly markdown: boolean;
  readonly exitCode: boolean;
  /** A database whose rows are held against new constraints. */
  readonly data: string | undefined;
}

/** `schemactl diff`: what lies between two schemas, and what it means for those who use the first. */
export async function diffSchemas(
  context: CommandContext,
  { from, to, sql, markdown, exitCode, data }: DiffCommandOptions,
): Promise<ExitCode> {
  const [previous, current] = await resolveSides(context, [from, to]);
  if (previous.kind === 'database' || current.kind === 'database') context.output.note(liveNote);
  const unchecked = createDiffReport(previous, current);
  const checked =
    data === undefined
      ? []
      : await (await import('../../change/check-data.ts')).checkNewConstraints(
          context,
          current.model,
          unchecked.changes,
          data,
        );
  const report =
    checked.length === 0 ? unchecked : createDiffReport(previous, current, { checked });
  if (sql) await printSql(context, [previous, current], report);
  else
    context.output.result(reportRecord(report), () =>
      markdown ? diffMarkdown(report) : diffText(report),
    );
  return exitCode && report.changes.length > 0 ? EXIT.failure : EXIT.ok;
}

async function printSql(
  context: CommandContext,
  [previous, current]: readonly [SchemaSide, SchemaSide],
  report: DiffReport,
): Promise<void> {
  const version = previous.kind === 'version' ? previous.label : undefined;
  const structure =
    version === undefined
      ? []
      : await recordedStructure(join(context.root(), migrationsFolder), version);
  const drafts = draftMigrations(previous.model, current.model, report.changes, {
    structure,
  });
  context.output.result({ ...reportRecord(report), migrations: drafts }, () =>
    drafts.map(({ up }) => up.trimEnd()).join('\n\n'),
  );
  if (drafts.length === 0) context.output.note('The database does not change.');
  for (const note of drafts.flatMap(({ notes }) => notes)) context.output.note(`note: ${note}`);
}

const liveNote =
  "note: a database is read through Prisma's engine, which does not see materialized views and takes a partial unique index for a whole one. What a release has so and the database has alike is no difference.";
