import { type Bump, bumpOf, compareBumps, subjectPath } from '@schema-service/schema-diff';
import { bumpToAskFor } from '../versions.ts';
import type { PullRequestFacts } from './pull-request-facts.ts';

/** One thing that keeps a pull request from passing, with the smallest thing that would let it pass. */
export interface PullRequestFinding {
  readonly kind: 'pullRequestFinding';
  readonly id: PullRequestFindingId;
  /** What is wrong: a sentence, and lines of detail where there are several. */
  readonly message: string;
  /** A command to run or an edit to make. */
  readonly fix: string;
  /** Relative to the root, where it is about a file. */
  readonly file?: string;
  /** From 1. */
  readonly line?: number;
  readonly column?: number;
}

export type PullRequestFindingId =
  | 'CLIENT_NOT_POSSIBLE'
  | 'CHANGESET_MISSING'
  | 'BUMP_TOO_SMALL'
  | 'MIGRATION_NUMBER_TAKEN'
  | 'MIGRATION_MISSING'
  | 'MIGRATION_FAILED_REHEARSAL'
  | 'RELEASE_EDITED'
  | 'LINT_UNEXPLAINED';

/**
 * Everything that keeps a pull request from passing. Pure; empty when all is
 * well. What was released comes first, since nothing after it can be trusted.
 */
export function checkPullRequest(facts: PullRequestFacts): readonly PullRequestFinding[] {
  return [
    ...editedReleases(facts),
    ...impossibleClients(facts),
    ...tooSmallBump(facts),
    ...takenNumbers(facts),
    ...migrationProblems(facts),
    ...lintProblems(facts),
  ];
}

function* editedReleases({ releaseFindings }: PullRequestFacts): Generator<PullRequestFinding> {
  for (const { file, message, fix } of releaseFindings) {
    yield { kind: 'pullRequestFinding', id: 'RELEASE_EDITED', message, fix, file };
  }
}

function* impossibleClients({ clientProblems }: PullRequestFacts): Generator<PullRequestFinding> {
  for (const { client: _, kind: __, ...problem } of clientProblems) {
    yield { kind: 'pullRequestFinding', id: 'CLIENT_NOT_POSSIBLE', ...problem };
  }
}

function* tooSmallBump(facts: PullRequestFacts): Generator<PullRequestFinding> {
  const { latest, changes, changedRepeatables, requested, packages } = facts;
  // The first release breaks nobody, and still wants its words.
  const changed = bumpOf(changes);
  const least = changed === 'none' && changedRepeatables.length > 0 ? 'patch' : changed;
  const needed: Bump = latest === null ? 'patch' : bumpToAskFor(latest, least);
  if (compareBumps(requested, needed) >= 0) return;
  const [name = ''] = packages;
  const line = `"${name}": ${needed}`;
  const reasons = changes
    .filter(({ bump }) => compareBumps(bumpToAskFor(latest, bump), requested) > 0)
    .map(({ subject, id, bump, reason }) => `  ${subjectPath(subject)} ${id} (${bump}): ${reason}`);
  const isMissing = requested === 'none';
  yield {
    kind: 'pullRequestFinding',
    id: isMissing ? 'CHANGESET_MISSING' : 'BUMP_TOO_SMALL',
    message: [
      isMissing
        ? `${changed === 'none' && latest !== null ? 'Repeatable scripts' : 'The schema'} changed by a ${needed} bump, and no changeset names the generated packages.`
        : `The changesets ask for a ${requested} bump, and the schema changed by a ${needed} one.`,
      ...reasons,
      ...changedRepeatables.map((path) => `  ${path} (patch)`),
    ].join('\n'),
    fix: isMissing
      ? `Run \`schemactl change\`, or add a file to .changeset/ that says ${line}`
      : `In one changeset of the generated packages, say ${line}`,
  };
}

function* takenNumbers({ numberClashes }: PullRequestFacts): Generator<PullRequestFinding> {
  for (const { second, message } of numberClashes) {
    yield {
      kind: 'pullRequestFinding',
      id: 'MIGRATION_NUMBER_TAKEN',
      message,
      fix: 'Run `schemactl migration renumber`: the newer one, which the main branch does not have, comes after the others.',
      file: second,
    };
  }
}

function* migrationProblems(facts: PullRequestFacts): Generator<PullRequestFinding> {
  const { changesDatabase, pendingMigrations, rehearsal } = facts;
  if (changesDatabase && pendingMigrations.length === 0) {
    yield {
      kind: 'pullRequestFinding',
      id: 'MIGRATION_MISSING',
      message: 'The schema changes the database, and no migration does.',
      fix: 'Run `schemactl migration new NAME`.',
    };
  } else if (rehearsal?.kind === 'failed') {
    const [file] = pendingMigrations.length === 1 ? pendingMigrations : [];
    yield {
      kind: 'pullRequestFinding',
      id: 'MIGRATION_FAILED_REHEARSAL',
      message: [
        `The migrations do not pass "${rehearsal.step}" on a throwaway database.`,
        ...rehearsal.problems.map((problem) => `  ${problem}`),
      ].join('\n'),
      fix: `Correct ${pendingMigrations.join(', ') || 'the migrations'} until \`schemactl migration test\` passes.`,
      ...(file === undefined ? {} : { file }),
    };
  }
}

function* lintProblems({ lintFindings }: PullRequestFacts): Generator<PullRequestFinding> {
  for (const { rule, file, line, column, message, isExplainable } of lintFindings) {
    yield {
      kind: 'pullRequestFinding',
      id: 'LINT_UNEXPLAINED',
      message: `${rule}: ${message}`,
      fix: isExplainable
        ? `Follow the rule's recipe, or write above the statement why not: -- schemactl: ignore ${rule} because ...`
        : 'Correct the SQL there: no comment explains this away.',
      file,
      line,
      column,
    };
  }
}
