import type { StructureObject } from './database-structure.ts';

/** Histories of other migration tools, which stay where they are when a database is adopted. */
const OTHER_TOOLS: readonly string[] = [
  '*._prisma_migrations',
  '*.flyway_schema_history',
  '*.schema_migrations',
];

/** Whether an object, or the table that it belongs to, has a name that a pattern covers. */
export function isExcluded(
  { name, table = name }: StructureObject,
  patterns: readonly string[],
): boolean {
  const all = [...OTHER_TOOLS, ...patterns];
  return matchesAny(name, all) || matchesAny(table, all);
}

/** Whether a pattern covers a name. */
export function matchesAny(name: string, patterns: readonly string[]): boolean {
  return patterns.map(patternExpression).some((pattern) => pattern.test(name));
}

/** `*` stands for any characters, also none; everything else for itself. */
function patternExpression(pattern: string): RegExp {
  const literals = pattern.split('*').map((text) => text.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
  return new RegExp(`^${literals.join('.*')}$`, 's');
}
