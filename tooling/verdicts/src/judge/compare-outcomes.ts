import { isDeepStrictEqual } from 'node:util';
import { pythonNames } from '@schema-service/codegen';
import type { Operation, Outcome } from '../plan/operation.ts';
import type { Observed } from './observation.ts';

const same: Observed = { result: 'same' };

/** Compares a run on a database of the other version with the same run on one of the client's own. What fails on its own, too, says nothing. */
export function compareOutcomes(
  operations: readonly Operation[],
  onOwn: readonly Outcome[],
  onOther: readonly Outcome[],
  question: 'reads' | 'writes' | undefined,
): Observed {
  const seen = operations.map((operation, index): Observed => {
    const [own, other] = [onOwn[index], onOther[index]];
    if (question && operation.question !== question) return same;
    if (own?.kind !== 'done' || other === undefined || other.kind === 'skipped') return same;
    if (other.kind === 'failed')
      return { result: 'fails', because: `${operation.name}: ${other.error}` };
    const [expected, answer] = comparable(own.answer, other.answer, operation);
    if (isDeepStrictEqual(expected, answer)) return same;
    const because = `${operation.name}: ${brief(expected)} on its own database, ${brief(answer)} on the other`;
    return { result: 'different', because };
  });
  return worst(seen);
}

export function worst(seen: readonly Observed[]): Observed {
  return (
    seen.find(({ result }) => result === 'fails') ??
    seen.find(({ result }) => result === 'different') ??
    same
  );
}

function comparable(own: unknown, other: unknown, operation: Operation): readonly unknown[] {
  if (operation.act !== 'order')
    return [own, other].map((answer) => withoutVolatile(answer, operation));
  // Some rows may not have been written; those that both have must come in the same order.
  const [expected, answer] = [own, other].map((rows) => [
    ...new Set((rows as readonly unknown[]).map((row) => JSON.stringify(row))),
  ]);
  return [
    expected?.filter((row) => answer?.includes(row)),
    answer?.filter((row) => expected?.includes(row)),
  ];
}

function brief(value: unknown): string {
  const text = JSON.stringify(value) ?? '';
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}

/** Without the fields that differ from run to run. */
function withoutVolatile(answer: unknown, operation: Operation): unknown {
  if (Array.isArray(answer)) return answer.map((row) => withoutVolatile(row, operation));
  const { volatile } = operation;
  if (answer === null || typeof answer !== 'object') return answer;
  const left = new Set(volatile.flatMap((name) => [name, pythonNames.fieldName(name)]));
  return Object.fromEntries(Object.entries(answer).filter(([name]) => !left.has(name)));
}
