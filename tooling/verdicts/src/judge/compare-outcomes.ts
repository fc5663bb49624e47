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
    if (away.kind === 'failed') return { fare: 'fails', because: `${operation.name}: ${away.error}` };
    const [expected, answer] = [home.answer, away.answer].map((value) => steady(value, operation));
    if (isDeepStrictEqual(expected, answer)) return same;
    return {
      fare: 'different',
      because: `${operation.name}: ${JSON.stringify(expected)} at home, ${JSON.stringify(answer)}`,
    };
  });
  return worst(seen);
}

export function worst(seen: readonly Observed[]): Observed {
  return (
    seen.find(({ fare }) => fare === 'fails') ?? seen.find(({ fare }) => fare === 'different') ?? same
  );
}

/** Without the fields that differ from run to run. */
function steady(answer: unknown, { volatile }: Operation): unknown {
  if (answer === null || typeof answer !== 'object' || Array.isArray(answer)) return answer;
  const left = new Set(volatile.flatMap((name) => [name, pythonNames.fieldName(name)]));
  return Object.fromEntries(Object.entries(answer).filter(([name]) => !left.has(name)));
}
