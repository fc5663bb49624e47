const KEY = 'A key that a newer version adds holds for the rows of older ones, too.';
const KEPT = 'A key that a newer version has no more stays until the older versions are gone.';
const ACTION = 'What becomes of rows that refer to a deleted one is one thing for all versions.';

/**
 * Cases in which a client sees a difference through version schemas, each with the reason. One that
 * turns out not to differ fails the suite, as does one that is gone.
 */
export const sharedExceptions: readonly { readonly id: string; readonly reason: string }[] = [
  {
    id: 'enum-value-added--tolerated',
    reason: 'Its readers expect values that they do not know, and one comes.',
  },
  { id: 'field-list-changed--relation', reason: KEPT },
  { id: 'field-made-optional--relation', reason: ACTION },
  {
    id: 'field-type-changed--key-to-uuid',
    reason: 'A key that the database makes is none that the other client could have given its row.',
  },
  { id: 'field-type-changed--relation', reason: KEPT },
  { id: 'index-added--partial-unique', reason: KEY },
  { id: 'index-changed--partial-unique', reason: KEY },
  { id: 'primary-key-added', reason: KEY },
  { id: 'primary-key-changed', reason: KEPT },
  { id: 'primary-key-removed', reason: KEPT },
  { id: 'relation-action-changed', reason: ACTION },
  { id: 'relation-added--existing-column', reason: KEY },
  { id: 'relation-added--new-model', reason: KEY },
  { id: 'relation-changed', reason: KEPT },
  { id: 'relation-mode-changed--to-foreign-keys', reason: KEY },
  { id: 'relation-mode-changed--to-prisma', reason: KEPT },
  { id: 'relation-removed--foreign-key', reason: KEPT },
  {
    id: 'relation-removed--no-foreign-keys',
    reason: 'Where no key holds it, the newer version does not know that a row has to be there.',
  },
  { id: 'unique-added', reason: KEY },
  { id: 'unique-changed', reason: KEPT },
  { id: 'unique-removed', reason: KEPT },
];
