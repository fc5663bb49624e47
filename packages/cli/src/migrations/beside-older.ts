import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Adoption,
  adopt,
  adoptOlder,
  advance,
  contract,
  type Finding,
  type Layout,
  type OlderVersion,
  type PhaseScript,
} from '@schema-service/coexistence';
import { SchemaServiceError } from '@schema-service/errors';
import type { MigrationDraft, Structure } from '@schema-service/migration-draft';
import { readDirectives } from '@schema-service/postgres-sql';
import { layoutFile } from '@schema-service/repository';
import type { Change } from '@schema-service/schema-diff';
import type { SchemaModel } from '@schema-service/schema-model';

/** A step from the last release to the next version, beside which older ones stay alive. */
export interface BesideOlder {
  /** The layout of the last release; undefined where it keeps none alive. */
  readonly layout: Layout | undefined;
  readonly released: string;
  readonly version: string;
  readonly previous: SchemaModel;
  readonly working: SchemaModel;
  readonly changes: readonly Change[];
  readonly structure: Structure;
  /** Releases below the last one that are to go on, too, the newest first. Only where there is no layout. */
  readonly older?: readonly OlderVersion[];
}

export interface BesideOlderDrafts {
  readonly drafts: readonly MigrationDraft[];
  readonly layout: Layout;
}

/** What the schemas of versions begin with, as the migrator knows them. */
const SCHEMAS = 'db';

/** The layout of a release, where its migrations keep older versions alive. */
export async function readLayout(folder: string, version: string): Promise<Layout | undefined> {
  const file = join(folder, version, layoutFile);
  if (!existsSync(file)) return undefined;
  // It was written here, and the release's digest covers it.
  return JSON.parse(await readFile(file, 'utf8')) as Layout;
}

/**
 * The migrations to a version while those before it stay alive, and behind them the contracts that end each of these,
 * the oldest first.
 *
 * @throws SchemaServiceError `VERSIONS_NOT_BRIDGED`
 */
export function draftsBesideOlder(step: BesideOlder): BesideOlderDrafts {
  const { released, version, previous, working, changes, structure } = step;
  const start = step.layout ? { layout: step.layout, phases: [] } : adoptAll(step);
  const next = advance(start.layout, { version, previous, next: working, changes, structure });
  if (next.kind === 'halted') throw notBridged(released, next.findings);
  let alive = next.layout;
  const ends: PhaseScript[] = [];
  for (const { version: ended } of next.layout.versions.slice(0, -1)) {
    const end = contract(alive, ended, working, { structure });
    ends.push(...end.phases);
    alive = end.layout;
  }
  return {
    drafts: [...start.phases, ...next.phases, ...ends].map(draftOf),
    layout: next.layout,
  };
}

/** The views of the last release, and of those below it. */
function adoptAll({ released, previous, older = [], structure }: BesideOlder): Adoption {
  return older.reduce<Adoption>(
    (newer, one) => {
      const adopted = adoptOlder(newer, { ...one, structure });
      if ('findings' in adopted) throw notBridged(one.version, adopted.findings);
      return adopted;
    },
    adopt(SCHEMAS, released, previous, { phase: 'expand', structure }),
  );
}

function draftOf({ phase, name, up, down, notes }: PhaseScript): MigrationDraft {
  const { directives } = readDirectives({ sql: down, path: 'down.sql' });
  const ends = readDirectives({ sql: up, path: 'up.sql' }).directives.ends;
  const words = [phase, ...(ends === undefined ? [] : [ends]), name].join(' ');
  return {
    kind: 'migrationDraft',
    suffix: words.toLowerCase().replace(/[^a-z0-9]+/g, '_'),
    up,
    down,
    rollback: directives.rollback ?? 'instant',
    notes,
  };
}

function notBridged(released: string, findings: readonly Finding[]): SchemaServiceError {
  const lines = findings.map((finding) =>
    finding.kind === 'undecided'
      ? `${finding.path}: ${finding.question}\n    ${finding.annotations.join('\n    ')}`
      : `${finding.path}: ${finding.reason}`,
  );
  const isAsked = findings.some(({ kind }) => kind === 'undecided');
  return new SchemaServiceError({
    code: 'VERSIONS_NOT_BRIDGED',
    message: `Clients of ${released} cannot go on beside the working schema:\n  ${lines.join('\n  ')}`,
    why: 'Each version reads and writes in its own form, and these changes do not say what the other one has.',
    fix: isAsked
      ? 'Write the lines above the declarations, with what is meant, and run it again.'
      : 'Make the change in another way, or once no older version is alive.',
    meta: { findings },
  });
}
