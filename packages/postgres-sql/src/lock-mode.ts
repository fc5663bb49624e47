/** PostgreSQL's table locks, from the weakest to the strongest (documentation, section 13.3.1). */
export const LOCK_MODES = [
  'ACCESS SHARE',
  'ROW SHARE',
  'ROW EXCLUSIVE',
  'SHARE UPDATE EXCLUSIVE',
  'SHARE',
  'SHARE ROW EXCLUSIVE',
  'EXCLUSIVE',
  'ACCESS EXCLUSIVE',
] as const;

export type LockMode = (typeof LOCK_MODES)[number];

/** The stronger of the modes. */
export function strongest(modes: readonly LockMode[]): LockMode {
  return (
    LOCK_MODES[Math.max(0, ...modes.map((mode) => LOCK_MODES.indexOf(mode)))] ?? 'ACCESS SHARE'
  );
}

/** What other sessions cannot do while it is held. */
export function blockedBy(
  mode: LockMode,
): 'nothing' | 'schema changes' | 'writes' | 'reads and writes' {
  const strength = LOCK_MODES.indexOf(mode);
  if (strength >= LOCK_MODES.indexOf('ACCESS EXCLUSIVE')) return 'reads and writes';
  if (strength >= LOCK_MODES.indexOf('SHARE')) return 'writes';
  return strength >= LOCK_MODES.indexOf('SHARE UPDATE EXCLUSIVE') ? 'schema changes' : 'nothing';
}
