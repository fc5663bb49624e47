import { basename } from 'node:path';
import { type Change, declarationOf, subjectPath } from '@schema-service/schema-diff';

/**
 * A name for a migration or changeset that makes these changes: `add_review_mood`, `change_review`.
 *
 * @param scripts the paths of changed repeatable scripts, for where nothing else has changed
 */
export function suggestName(changes: readonly Change[], scripts: readonly string[] = []): string {
  const [first] = changes;
  if (first === undefined) {
    return scripts.length === 1 ? `change_${words(basename(scripts[0] ?? '', '.sql'))}` : 'change';
  }
  const paths = new Set(changes.map(({ subject }) => subjectPath(subject)));
  const owners = new Set(changes.map(({ subject }) => declarationOf(subject)));
  if (paths.size === 1) return `${verbOf(first)}_${words(subjectPath(first.subject))}`;
  if (owners.size === 1) return `change_${words([...owners].join('_'))}`;
  return 'change_schema';
}

function verbOf({ id }: Change): string {
  if (id.endsWith('_ADDED')) return 'add';
  if (id.endsWith('_REMOVED')) return 'remove';
  return id.endsWith('_RENAMED') ? 'rename' : 'change';
}

function words(path: string): string {
  return path
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 50);
}
