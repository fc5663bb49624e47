import type { Answer, Compatibility } from '@schema-service/schema-diff';

const answers: readonly Answer[] = ['yes', 'depends', 'no'];
const effects: readonly Compatibility['clientApi'][] = ['same', 'docs', 'added', 'breaks'];

/** What several changes at once come to: the worst answer to each question. */
export function combineVerdicts(verdicts: readonly Compatibility[]): Compatibility {
  const worst = (question: Exclude<keyof Compatibility, 'clientApi'>): Answer =>
    highest(
      answers,
      verdicts.map((verdict) => verdict[question]),
    );
  return {
    oldClientReads: worst('oldClientReads'),
    oldClientWrites: worst('oldClientWrites'),
    newClientOnOldDatabase: worst('newClientOnOldDatabase'),
    clientApi: highest(
      effects,
      verdicts.map(({ clientApi }) => clientApi),
    ),
  };
}

function highest<Value>(order: readonly Value[], values: readonly Value[]): Value {
  const found = order.findLast((value) => values.includes(value)) ?? order[0];
  if (found === undefined) throw new Error('An order has values.');
  return found;
}
