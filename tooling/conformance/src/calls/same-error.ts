import type { Answer } from './call.ts';

/** What the Python client may raise where the Node client fails with a code or a class of Prisma's. */
const MEANINGS: Readonly<Record<string, readonly string[]>> = {
  P2002: ['UniqueViolationError'],
  P2003: ['ForeignKeyViolationError'],
  P2011: ['NotNullViolationError', 'MissingValueError'],
  P2014: ['RelationViolationError'],
  P2025: ['NotFoundError'],
  PrismaClientValidationError: ['InvalidQueryError', 'InvalidValueError', 'MissingValueError'],
};

/** Whether two failures mean the same. What is not in the table may be anything. */
export function isSameError(node: Answer, python: Answer): boolean {
  if (node.kind !== 'failed' || python.kind !== 'failed') return false;
  const [meant] = node.error.split(':');
  const [raised] = python.error.split(':');
  return MEANINGS[meant ?? '']?.includes(raised ?? '') ?? true;
}
