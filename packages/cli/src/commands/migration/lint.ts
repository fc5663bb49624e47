import { readFile } from 'node:fs/promises';
import { countText, EXIT, type ExitCode } from '@schema-service/command-line';
import { formatFinding, type LintFinding } from '@schema-service/sql-lint';
import type { CommandContext } from '../../command-context.ts';
import { lintRepeatables, lintRepository } from '../../migrations/lint-repository.ts';
import { repositoryMigrations } from '../../migrations/pending-migrations.ts';
import { selectMigrations } from '../../migrations/select-migrations.ts';

/** `schemactl migration lint`: what the SQL locks, rewrites, loses or breaks. */
export async function lintMigration(
  context: CommandContext,
  word: string | undefined,
): Promise<ExitCode> {
  const migrations = await repositoryMigrations(context.root());
  const selected = selectMigrations(migrations, word);
  const findings = [
    ...(await lintRepository(migrations, selected, context.cwd)),
    ...(word === undefined ? await lintRepeatables(migrations, context.cwd) : []),
  ];
  const texts = await findingTexts(findings);
  context.output.result({ kind: 'migrationLint', findings }, () => texts.join('\n\n'));
  const unexplained = findings.filter(({ ignored }) => ignored === undefined).length;
  const explained = findings.length - unexplained;
  context.output.note(
    `${countText(selected.length, 'migration')}: ${countText(unexplained, 'finding')}, ${explained} explained.`,
  );
  if (unexplained > 0) {
    context.output.note(explainNote);
  }
  return unexplained > 0 ? EXIT.failure : EXIT.ok;
}

/** What to do about findings. */
export const explainNote =
  'Change the SQL, or say why not above it: -- schemactl: ignore RULE because ...';

/** Findings as lines for a terminal, with the line of SQL that each is about. */
export function findingTexts(findings: readonly LintFinding[]): Promise<readonly string[]> {
  return Promise.all(
    findings.map(async (finding) => formatFinding(finding, await readFile(finding.path, 'utf8'))),
  );
}
