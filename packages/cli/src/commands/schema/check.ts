import { join } from 'node:path';
import { clientProblems } from '@schema-service/codegen';
import { countText, EXIT, type ExitCode } from '@schema-service/command-line';
import { draftMigrations } from '@schema-service/migration-draft';
import { readAcceptedDifferences } from '@schema-service/migrator';
import {
  checkPullRequest,
  checkReleases,
  numberClashes,
  type PullRequestFinding,
  type RehearsalFact,
  readMigrationNumbers,
} from '@schema-service/release';
import { loadConfig, migrationFolder, migrationsFolder } from '@schema-service/repository';
import { renameFindings } from '@schema-service/schema-diff';
import type { SchemaModel } from '@schema-service/schema-model';
import { isExplainable } from '@schema-service/sql-lint';
import { readWork } from '../../change/work-facts.ts';
import type { CommandContext } from '../../command-context.ts';
import { lintRepository } from '../../migrations/lint-repository.ts';
import { repositoryMigrations } from '../../migrations/pending-migrations.ts';
import { recordedStructure } from '../../migrations/recorded-structure.ts';
import { rehearsalFact } from '../../migrations/rehearsal-fact.ts';
import { rehearse } from '../../migrations/rehearse.ts';
import { renameUnknown } from '../../renames/settle-renames.ts';

export interface CheckOptions {
  readonly server: string | undefined;
}

/** `schemactl check`: everything that keeps the work from being merged, each with what would let it pass. */
export async function check(context: CommandContext, { server }: CheckOptions): Promise<ExitCode> {
  const root = context.root();
  const work = await readWork(context);
  const { latest, released, base, working, changes, packages, requested } = work;
  // The others are told by what became of the names; this one would pass as no change.
  const kept = renameFindings(released, working).find(({ id }) => id === 'RENAME_TARGET_KEPT');
  if (kept !== undefined) throw renameUnknown(kept);
  const numbers = await readMigrationNumbers(root);
  const clashes = numberClashes(numbers);
  // Migrations without an order cannot be read as those of one database.
  const migrations = clashes.length > 0 ? undefined : await repositoryMigrations(root);
  const folder = join(root, migrationsFolder);
  const releasedTo = migrations?.releasedTo;
  const drafts = draftMigrations(base?.model ?? released, working, work.changesSinceBase, {
    structure: await recordedStructure(folder, releasedTo),
    accepted: readAcceptedDifferences(folder),
  });
  const lintFindings = migrations ? await lintRepository(migrations, migrations.pending, root) : [];
  const findings = checkPullRequest({
    latest,
    changes,
    requested,
    packages,
    changesDatabase: drafts.length > 0,
    pendingMigrations: [...(migrations?.hotfixes ?? []), ...numbers.unreleased].map(
      ({ version, id }) => migrationFolder(version, id),
    ),
    changedRepeatables: migrations?.changedRepeatables ?? [],
    numberClashes: clashes,
    rehearsal:
      migrations && migrations.pending.length + migrations.changedRepeatables.length > 0
        ? await tryOut(context, server, working)
        : null,
    releaseFindings: await checkReleases(root),
    clientProblems: clientProblems(working, loadConfig(root)),
    lintFindings: lintFindings
      .filter(({ ignored }) => ignored === undefined)
      .map(({ path, ...finding }) => ({
        ...finding,
        file: path,
        isExplainable: isExplainable(finding),
      })),
  });
  context.output.result({ kind: 'pullRequestCheck', findings }, () =>
    findings.map(findingText).join('\n\n'),
  );
  context.output.note(
    findings.length === 0
      ? 'Nothing stands in the way.'
      : `${countText(findings.length, 'thing stands', 'things stand')} in the way.`,
  );
  return findings.length === 0 ? EXIT.ok : EXIT.failure;
}

async function tryOut(
  context: CommandContext,
  server: string | undefined,
  working: SchemaModel,
): Promise<RehearsalFact> {
  const report = await rehearse(context, { version: undefined, server, working });
  const compared = report.steps.find(({ name }) => name === 'compare with schema');
  if (compared?.note !== undefined) context.output.note(compared.note);
  return rehearsalFact(report);
}

function findingText({ id, message, fix, file, line, column }: PullRequestFinding): string {
  const place = [file, line, column].filter((part) => part !== undefined).join(':');
  return `${place === '' ? '' : `${place}: `}${id} ${message}\n  fix: ${fix}`;
}
