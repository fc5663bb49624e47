import { statedPythonName } from '@schema-service/schema-model';
import { type IdsOf, type Rule, type Rules, verdict } from './helpers/rule.ts';

/** What is declared beside models, views and enums. */
export const schemaRules: Rules<'RELATION_MODE_CHANGED' | IdsOf<'EXTENSION' | 'NAMESPACE'>> = {
  RELATION_MODE_CHANGED: {
    reason:
      'Foreign keys leave the database, and with them what it refuses and what a delete takes along: old clients rely on both, and the old database still does both to new ones.',
    judge: ({ current }) =>
      verdict(
        { oldClientWrites: 'depends', newClientOnOldDatabase: 'depends' },
        current === 'prisma'
          ? {}
          : {
              reason:
                'Foreign keys come into the database, which now refuses rows that refer to no row; new clients leave to it what old ones did themselves.',
            },
      ),
  },

  EXTENSION_ADDED: {
    reason: 'What uses it has a change of its own.',
    judge: () => verdict({}),
  },

  EXTENSION_REMOVED: {
    reason: 'What used it has a change of its own.',
    judge: () => verdict({}),
  },

  EXTENSION_CHANGED: {
    reason: 'Clients name its types and functions, never the extension.',
    judge: () => verdict({}),
  },

  NAMESPACE_ADDED: {
    reason: 'Nothing lives in it yet.',
    judge: () => verdict({}),
  },

  NAMESPACE_REMOVED: {
    reason: 'What lived in it has a change of its own.',
    judge: () => verdict({}),
  },
};

export const documentationChanged: Rule<'DOCUMENTATION_CHANGED'> = {
  reason: 'Only comments differ.',
  judge: ({ previous, current }) => {
    const [before, after] = [previous, current].map(pythonNameIn);
    if (before === after) return verdict({ clientApi: 'docs' });
    return verdict(
      { clientApi: 'breaks' },
      {
        reason:
          'It has another name in the Python client (@python.name); code that uses the old one no longer works.',
      },
    );
  },
};

const pythonNameIn = (documentation: string | null): string | undefined =>
  documentation === null ? undefined : statedPythonName({ documentation });
