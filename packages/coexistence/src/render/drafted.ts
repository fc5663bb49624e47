import {
  assembleDrafts,
  type MigrationDraft,
  operationsBetween,
  type Phase,
  phaseOf,
} from '@schema-service/migration-draft';
import { diff } from '@schema-service/schema-diff';
import type { SchemaModel } from '@schema-service/schema-model';
import type { CoexistencePhase, PhaseScript } from '../phase-script.ts';

/**
 * What leads from one form of the tables to the next, as scripts of the phases given, in their order. Fills are left
 * out: every value that rows need is in the layout.
 */
export function drafted(
  before: SchemaModel,
  after: SchemaModel,
  phases: Readonly<Partial<Record<Phase, CoexistencePhase>>>,
): readonly PhaseScript[] {
  const operations = operationsBetween(before, after, diff(before, after));
  return Object.entries(phases).flatMap(([phase, as]) => {
    const ofPhase = operations.map((operation) => ({
      ...operation,
      parts: operation.parts.filter(({ stage }) => phaseOf[stage] === phase),
    }));
    return assembleDrafts(ofPhase).map((draft) => phaseScript(as, draft));
  });
}

function phaseScript(phase: CoexistencePhase, { suffix, up, down }: MigrationDraft): PhaseScript {
  const isDirected = up.startsWith('-- migrator:');
  return {
    kind: 'phaseScript',
    phase,
    name: suffix === '' ? 'tables' : `tables_${suffix}`,
    up: `-- migrator: phase = ${phase}\n${isDirected ? '' : '\n'}${up}`,
    down,
  };
}
