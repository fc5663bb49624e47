import {
  assembleDrafts,
  type MigrationDraft,
  operationsBetween,
  type Stage,
  type Structure,
  stages,
} from '@schema-service/migration-draft';
import { diff } from '@schema-service/schema-diff';
import type { SchemaModel } from '@schema-service/schema-model';
import { type CoexistencePhase, type PhaseScript, phaseDirectives } from '../phase-script.ts';

export interface DraftedTables {
  readonly before: SchemaModel;
  readonly after: SchemaModel;
  readonly phaseOf: (stage: Stage) => CoexistencePhase;
  readonly structure: Structure;
  /** Of a contract: the version that it ends. */
  readonly ends?: string;
}

/**
 * What leads from one form of the tables to the next. Fills are left out: every value that rows need is in the layout.
 * The scripts of a phase stand together where the stages of its drafts do.
 */
export function drafted({
  before,
  after,
  phaseOf,
  structure,
  ends,
}: DraftedTables): readonly PhaseScript[] {
  const operations = operationsBetween(before, after, diff(before, after), { structure });
  const phases = [...new Set(stages.map(phaseOf))];
  return phases.flatMap((phase) => {
    const ofPhase = operations.map((operation) => ({
      ...operation,
      parts: operation.parts.filter(
        ({ stage }) => stage !== 'fill' && stage !== 'refill' && phaseOf(stage) === phase,
      ),
    }));
    return assembleDrafts(ofPhase).map((draft) =>
      phaseScript(phase, phaseDirectives(phase, ends), draft),
    );
  });
}

function phaseScript(
  phase: CoexistencePhase,
  directives: readonly string[],
  { suffix, up, down, notes }: MigrationDraft,
): PhaseScript {
  const head = directives.map((directive) => `-- migrator: ${directive}`).join('\n');
  const isDirected = up.startsWith('-- migrator:');
  return {
    kind: 'phaseScript',
    phase,
    name: suffix === '' ? 'tables' : `tables_${suffix}`,
    up: `${head}\n${isDirected ? '' : '\n'}${up}`,
    down,
    notes,
  };
}
