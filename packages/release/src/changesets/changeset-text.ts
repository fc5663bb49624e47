import type { Bump } from '@schema-service/schema-diff';

/** The text of a changeset file. */
export function changesetText(names: readonly string[], bump: Bump, summary: string): string {
  const bumps = names.map((name) => `${JSON.stringify(name)}: ${bump}`);
  return ['---', ...bumps, '---', '', summary.trim(), ''].join('\n');
}
