import type { Answer } from './call.ts';

/** What the Python client may raise where the Node client fails with a code or a class of Prisma's. */
const MEANINGS: Readonly<Record<string, readonly string[]>> = {
  P2002: ['UniqueViolationError'],
  P2003: ['ForeignKeyViolationError'],
  P2011: ['NotNullViolationError', 'MissingValueError'],
  P2014: ['RelationViolationError'],
  P2025: ['NotFoundError'],
  P2039: ['CheckViolationError', 'ExclusionViolationError', 'DatabaseError', 'InvalidValueError'],
  PrismaClientValidationError: ['InvalidQueryError', 'InvalidValueError', 'MissingValueError'],
};

interface Failures {
  readonly kind: 'plain' | 'nested';
  readonly node: Answer;
  readonly python: Answer;
}

/** That a write would break what holds between rows; P2039 has what Prisma has no code for. */
const INTEGRITY = ['P2002', 'P2003', 'P2011', 'P2014', 'P2039'];

/**
 * Whether two failures mean the same. What is not in the table may be anything. A nested
 * write may break several constraints: which of them it meets first is a matter of order.
 */
export function isSameError({ kind, node, python }: Failures): boolean {
  if (node.kind !== 'failed' || python.kind !== 'failed') return false;
  const [meant = ''] = node.error.split(':');
  const [raised = ''] = python.error.split(':');
  const codes = kind === 'nested' && INTEGRITY.includes(meant) ? INTEGRITY : [meant];
  return codes.some((code) => MEANINGS[code]?.includes(raised) ?? true);
}
