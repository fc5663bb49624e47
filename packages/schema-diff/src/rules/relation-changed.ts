import { answers, type Rule, type RuleContext } from './rule.ts';

export const relationChanged: Rule = {
  id: 'RELATION_CHANGED',
  reason:
    'It leads to other rows, or to another number of them: clients follow it as they know it, and code that does may no longer compile.',
  judge: ({ path }, context) =>
    hasSameKey(path, context)
      ? answers('depends', 'depends', 'depends', 'same', {
          reason:
            'It leads to other rows, or to another number of them: clients follow it as they know it. A field that is another one in code has a change of its own.',
        })
      : answers('depends', 'depends', 'depends', 'breaks'),
};

/** The same side has the key, in the same fields: only what they point at is another. */
function hasSameKey(path: string, { previous, current }: RuleContext): boolean {
  const [before, after] = [previous.relation(path), current.relation(path)];
  return (
    before?.kind === 'foreignKey' &&
    after?.kind === 'foreignKey' &&
    before.from.entity === after.from.entity &&
    before.fields.join() === after.fields.join()
  );
}
