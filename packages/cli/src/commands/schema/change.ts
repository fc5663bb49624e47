import { EXIT, type ExitCode } from '@schema-service/command-line';
import { diff, type Rename } from '@schema-service/schema-diff';
import { suggestName } from '../../change/suggest-name.ts';
import { readWork, shownPath, type WorkFacts } from '../../change/work-facts.ts';
import { announcementOf, neededChangeset, writeChangeset } from '../../change/write-changeset.ts';
import type { CommandContext } from '../../command-context.ts';
import { createDiffReport, reportRecord } from '../../diff-report/diff-report.ts';
import { diffText } from '../../diff-report/diff-text.ts';
import { createMigrations } from '../../migrations/create-migrations.ts';
import { lintRepeatables, lintRepository } from '../../migrations/lint-repository.ts';
import { migrationNameProblem } from '../../migrations/migration-name.ts';
import { repositoryMigrations } from '../../migrations/pending-migrations.ts';
import { rehearse } from '../../migrations/rehearse.ts';
import { sharedServer } from '../../migrations/throwaway-server.ts';
import { ask, canAsk } from '../../output/ask.ts';
import { type RenameAnswers, settleRenames } from '../../renames/settle-renames.ts';
import { explainNote, findingTexts } from '../migration/lint.ts';
import { createdNotes } from '../migration/new.ts';
import { reportText } from '../migration/test.ts';

export interface ChangeCommandOptions extends RenameAnswers {
  /** Of the migration and the changeset; asked for, or made from the changes, where it is not said. */
  readonly name: string | undefined;
  readonly server: string | undefined;
  /** A database whose rows are held against new constraints. */
  readonly data: string | undefined;
}

/**
 * `schemactl change`: everything that an edit of the schema asks for, in order.
 * It validates, shows what the edit means, writes the migration that is missing,
 * tries it with the repeatable scripts, and writes the changeset. What is done already is not done again.
 */
export async function change(
  context: CommandContext,
  { name: givenName, server: serverUrl, data, ...answers }: ChangeCommandOptions,
): Promise<ExitCode> {
  const { output } = context;
  const root = context.root();
  const found = await readWork(context, answers.renames);
  if (data !== undefined) {
    const { checkNewConstraints, stateChecked } = await import('../../change/check-data.ts');
    const { working, changes } = found;
    const checked = await checkNewConstraints(context, working, changes, data);
    await stateChecked(working, changes, checked);
  }
  // Read again: what was checked is an annotation in the schema now.
  const before = data === undefined ? found : await readWork(context, answers.renames);
  const report = createDiffReport(
    { kind: 'version', label: before.latest ?? 'nothing', model: before.released },
    { kind: 'working', label: 'working', model: before.working },
    { renames: answers.renames },
    before.changes,
  );
  output.note(diffText(report));
  const { changedRepeatables: scripts } = await repositoryMigrations(root);
  if (before.changes.length + before.changesSinceBase.length + scripts.length === 0) {
    // A rename that does not fit is no silence: it may be all that was meant.
    await settleRenames(context, [before.released, before.working], answers);
    output.result(
      {
        kind: 'schemaChange',
        diff: reportRecord(report),
        migrations: [],
        lint: [],
        rehearsal: null,
        changeset: null,
      },
      () => '',
    );
    return EXIT.ok;
  }
  const needed = neededChangeset(before, scripts);
  if (needed !== undefined) output.note(announcementOf(needed, before.latest));
  await using server = sharedServer(serverUrl);
  // It starts while the rest is read and drafted.
  void server.url().catch(() => {});
  const name = givenName ?? (await chooseName(context, suggestName(before.changes, scripts)));
  const created = await createMigrations(context, before, { name, server, ...answers });
  for (const line of createdNotes(created)) output.note(line);

  const migrated = await repositoryMigrations(root);
  const findings = [
    ...(await lintRepository(migrated, migrated.pending, context.cwd)),
    ...(scripts.length > 0 ? await lintRepeatables(migrated, context.cwd) : []),
  ];
  const unexplained = findings.filter(({ ignored }) => ignored === undefined);
  for (const text of await findingTexts(unexplained)) output.note(text);
  if (unexplained.length > 0) output.note(explainNote);
  const rehearsal =
    migrated.pending.length + scripts.length === 0
      ? null
      : await rehearse(context, {
          version: undefined,
          server: await server.url(),
          working: before.working,
        });
  if (rehearsal !== null) output.note(reportText(rehearsal));
  const changeset =
    rehearsal?.ok === false
      ? undefined
      : await writeChangeset(root, name, withRenames(before, created.renames), scripts);
  const file = changeset === undefined ? null : shownPath(context, changeset.file);
  const { migrations } = created;
  output.result(
    {
      kind: 'schemaChange',
      diff: reportRecord(report),
      migrations,
      lint: findings,
      rehearsal,
      changeset: file,
    },
    () => [...migrations.map(({ folder }) => folder), ...(file === null ? [] : [file])].join('\n'),
  );
  if (rehearsal?.ok === false) {
    output.note('Correct the migrations, and run this again: it goes on from there.');
    return EXIT.failure;
  }
  output.note(
    changeset === undefined
      ? 'The changesets tell all of it already.'
      : `${file} asks for a ${changeset.bump} bump: edit its words.`,
  );
  return EXIT.ok;
}

/** The work once the renames that were answered are annotations in its schema. */
function withRenames(work: WorkFacts, renames: readonly Rename[]): WorkFacts {
  if (renames.length === 0) return work;
  return { ...work, changes: diff(work.released, work.working, { renames }) };
}

function chooseName({ output }: CommandContext, suggestion: string): Promise<string> | string {
  return canAsk(output)
    ? ask('What is the change called?', suggestion, migrationNameProblem)
    : suggestion;
}
