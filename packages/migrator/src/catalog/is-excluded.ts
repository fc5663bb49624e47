import type { StructureObject } from './database-structure.ts';
import { otherToolsObjects } from './other-tools.ts';

/**
 * Whether an object, or the table that it belongs to, has a name that a pattern
 * covers. Histories of other migration tools are covered: they stay where they
 * are when a database is adopted.
 */
export function isExcluded(
  { name, table = name, properties }: StructureObject,
  patterns: readonly string[],
): boolean {
  // A sequence belongs to a column.
  const owner = properties['owned by'];
  const owners = typeof owner === 'string' ? [table, ownerTable(owner)] : [table];
  return [name, ...owners].some(
    (one) => otherTools.some((tool) => tool.test(one)) || matchesAny(one, patterns),
  );
}

/** Of `public.reviews.id`. */
const ownerTable = (column: string): string => column.replace(/\.(?:"(?:[^"]|"")*"|[^".]*)$/, '');

/** Whether a pattern covers a name. */
export function matchesAny(name: string, patterns: readonly string[]): boolean {
  return patterns.map(patternExpression).some((pattern) => pattern.test(name));
}

/** `*` stands for any characters, also none; everything else for itself. */
function patternExpression(pattern: string): RegExp {
  const literals = pattern.split('*').map((text) => text.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
  return new RegExp(`^${literals.join('.*')}$`, 's');
}

const otherTools: readonly RegExp[] = otherToolsObjects.map(patternExpression);
