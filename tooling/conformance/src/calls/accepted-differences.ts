import { isDeepStrictEqual } from 'node:util';
import type { RelationField, SchemaModel } from '@schema-service/schema-model';
import type { Answer, Arguments, Call } from './call.ts';
import { modelOf } from './schema-facts.ts';

/** Both answers to a nested write. */
interface Pair {
  readonly relation: RelationField;
  /** The names of the operations. */
  readonly operations: readonly string[];
  readonly node: Answer;
  readonly python: Answer;
}

interface AcceptedDifference {
  /** Why the answers may differ. */
  readonly reason: string;
  readonly covers: (pair: Pair) => boolean;
}

/** Where the Python client does what was asked for and Prisma does not, and where it says no to what contradicts itself. */
const accepted: readonly AcceptedDifference[] = [
  {
    reason: 'Prisma looks for a row by the key that it had, and the write has changed the key.',
    covers: ({ node, python }) =>
      node.kind === 'done' &&
      python.kind === 'done' &&
      node.rows[0] === null &&
      isDeepStrictEqual(node.rows.slice(1), python.rows.slice(1)),
  },
  {
    reason:
      'Prisma takes the row that is there away before it connects, also where it is the one to connect, or one that has to stay.',
    covers: ({ operations, relation, node, python }) =>
      relation.arity !== 'list' &&
      operations.includes('connectOrCreate') &&
      node.kind === 'failed' &&
      /^P20(02|11|14)/.test(node.error) &&
      python.kind === 'done',
  },
  {
    reason:
      'A row that is deleted through the foreign key of another one takes that one with it, or is kept by it; Python takes the key away first.',
    covers: ({ operations, relation, node, python }) =>
      relation.fields.length > 0 &&
      operations.includes('delete') &&
      python.kind === 'done' &&
      (node.kind === 'done' ? node.rows[0] === null : /^P20(03|11|14)/.test(node.error)),
  },
  {
    reason:
      'Two relations share a column, and the rows to connect have different values for it: Python says so, and Prisma takes one of them, which its foreign key may refuse.',
    covers: ({ node, python }) =>
      (node.kind === 'done' || node.error.startsWith('P2003')) &&
      python.kind === 'failed' &&
      python.error.includes('another value than the other relation'),
  },
];

/** Prisma hands a text to LIKE as it is, where a backslash at its end is an error; to Python it is a character. */
const isUnfinishedPattern = (node: Answer, python: Answer): boolean =>
  node.kind === 'failed' && /Code: `22025`/.test(node.error) && python.kind === 'done';

/** Whether the answers to a call may differ, for a reason that is known. */
export function isAccepted(schema: SchemaModel, call: Call, node: Answer, python: Answer): boolean {
  if (isUnfinishedPattern(node, python)) return true;
  const [name = ''] = Object.keys((call.args.include ?? {}) as Arguments);
  const relation = modelOf(schema, call.model)?.fields.find((field) => field.name === name);
  const write = ((call.args.data ?? {}) as Arguments)[name];
  if (call.method === 'findMany' || relation?.kind !== 'relation' || write === undefined) {
    return false;
  }
  const pair = { relation, operations: Object.keys(write as Arguments), node, python };
  return accepted.some(({ covers }) => covers(pair));
}
