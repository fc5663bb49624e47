import { type IdsOf, type Rules, unnoticed, verdict } from './helpers/rule.ts';
import { isSameNamespace, renamedOnlyInClient } from './helpers/shared-verdicts.ts';

/** Nobody reads or writes the table under the name that another version of it has. */
const tableElsewhere = {
  oldClientReads: 'no',
  oldClientWrites: 'no',
  newClientOnOldDatabase: 'no',
} as const;

/** The same of a view, to which nobody writes. */
const viewElsewhere = { oldClientReads: 'no', newClientOnOldDatabase: 'no' } as const;

export const entityRules: Rules<IdsOf<'MODEL' | 'VIEW'>> = {
  MODEL_ADDED: {
    reason: 'Old clients do not know it; a new client that uses it needs the new database.',
    judge: () => verdict({ newClientOnOldDatabase: 'depends', clientApi: 'added' }),
  },

  MODEL_REMOVED: {
    reason: 'Old clients still read and write it; code that uses it no longer compiles.',
    judge: () => verdict({ oldClientReads: 'no', oldClientWrites: 'no', clientApi: 'breaks' }),
  },

  MODEL_RENAMED: {
    reason:
      'Old clients ask for the table by its old name, and code that names it no longer compiles.',
    judge: (fact) =>
      renamedOnlyInClient(fact) ?? verdict({ ...tableElsewhere, clientApi: 'breaks' }),
  },

  MODEL_MAPPING_CHANGED: {
    reason: 'Clients ask for the table by the name they know.',
    judge: () => verdict(tableElsewhere),
  },

  MODEL_NAMESPACE_CHANGED: {
    reason: 'Clients ask for the table in the database schema they know.',
    judge: (fact) =>
      isSameNamespace(fact)
        ? unnoticed('Without a word of it, a table is looked for in `public`, too.')
        : verdict(tableElsewhere),
  },

  MODEL_IGNORED: {
    reason:
      'The table stays as it is, and the client has it no more: code that uses it no longer compiles.',
    judge: () => verdict({ clientApi: 'breaks' }),
  },

  MODEL_UNIGNORED: {
    reason: 'The table was there before; only the client gains it.',
    judge: () => verdict({ clientApi: 'added' }),
  },

  VIEW_ADDED: {
    reason: 'Old clients do not know it; a new client that uses it needs the new database.',
    judge: () => verdict({ newClientOnOldDatabase: 'depends', clientApi: 'added' }),
  },

  VIEW_REMOVED: {
    reason: 'Old clients still read it; code that uses it no longer compiles.',
    judge: () => verdict({ oldClientReads: 'no', clientApi: 'breaks' }),
  },

  VIEW_RENAMED: {
    reason:
      'Old clients ask for the view by its old name, and code that names it no longer compiles.',
    judge: (fact) =>
      renamedOnlyInClient(fact) ?? verdict({ ...viewElsewhere, clientApi: 'breaks' }),
  },

  VIEW_MAPPING_CHANGED: {
    reason: 'Clients ask for the view by the name they know.',
    judge: () => verdict(viewElsewhere),
  },

  VIEW_NAMESPACE_CHANGED: {
    reason: 'Clients ask for the view in the database schema they know.',
    judge: (fact) =>
      isSameNamespace(fact)
        ? unnoticed('Without a word of it, a view is looked for in `public`, too.')
        : verdict(viewElsewhere),
  },

  VIEW_IGNORED: {
    reason:
      'The view stays as it is, and the client has it no more: code that uses it no longer compiles.',
    judge: () => verdict({ clientApi: 'breaks' }),
  },

  VIEW_UNIGNORED: {
    reason: 'The view was there before; only the client gains it.',
    judge: () => verdict({ clientApi: 'added' }),
  },
};
