import { isDeepStrictEqual } from 'node:util';
import { pythonNames } from '@schema-service/codegen';
import type { Operation, Outcome } from '../plan/operation.ts';
import type { Observed } from './observation.ts';

const same: Observed = { fare: 'same' };

/** Holds a run against the same run where the client is at home. What fails there too says nothing. */
export function compareOutcomes(
  operations: readonly Operation[],
  atHome: readonly Outcome[],
  abroad: readonly Outcome[],
  question: 'reads' | 'writes' | undefined,
): Observed {
  const seen = operations.map((operation, index): Observed => {
    const [home, away] = [atHome[index], abroad[index]];
    if (question && operation.question !== question) return same;
    if (home?.kind !== 'done' || away === undefined || away.kind === 'skipped') return same;
    if (away.kind === 'failed')
      return { fare: 'fails', because: `${operation.name}: ${away.error}` };
    const [expected, answer] = comparable(home.answer, away.answer, operation);
    if (isDeepStrictEqual(expected, answer)) return same;
    const because = `${operation.name}: ${brief(expected)} at home, ${brief(answer)} there`;
    return { fare: 'different', because };
  });
  return worst(seen);
}

export function worst(seen: readonly Observed[]): Observed {
  return (
    seen.find(({ fare }) => fare === 'fails') ??
    seen.find(({ fare }) => fare === 'different') ??
    same
  );
}

function comparable(home: unknown, away: unknown, operation: Operation): readonly unknown[] {
  if (operation.act !== 'order') return [home, away].map((answer) => steady(answer, operation));
  // Some rows may not have been written; those that both have must come in the same order.
  const [expected, answer] = [home, away].map((rows) => [
    ...new Set((rows as readonly unknown[]).map((row) => JSON.stringify(row))),
  ]);
  return [
    expected?.filter((row) => answer?.includes(row)),
    answer?.filter((row) => expected?.includes(row)),
  ];
}

function brief(value: unknown): string {
  const text = JSON.stringify(value) ?? '';
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}

/** Without the fields that differ from run to run. */
function steady(answer: unknown, { volatile }: Operation): unknown {
  if (answer === null || typeof answer !== 'object' || Array.isArray(answer)) return answer;
  const left = new Set(volatile.flatMap((name) => [name, pythonNames.fieldName(name)]));
  return Object.fromEntries(Object.entries(answer).filter(([name]) => !left.has(name)));
}
