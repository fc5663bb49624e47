import type { ChangeFact } from '../change.ts';

/** Clients look in `public` where the schema says nothing, unless a connection says otherwise. */
export function isSameNamespace({ previous, current }: ChangeFact): boolean {
  return (previous ?? 'public') === (current ?? 'public');
}
