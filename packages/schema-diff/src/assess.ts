import type { Change, Severity } from './change.ts';
import type { Compatibility } from './compatibility.ts';

/** Whom the answers leave behind. */
export function severityOf({
  oldClientReads,
  oldClientWrites,
  clientApi,
}: Compatibility): Severity {
  const old = [oldClientReads, oldClientWrites];
  if (old.includes('no') || clientApi === 'breaks') return 'breaking';
  return old.includes('depends') ? 'dangerous' : 'safe';
}

/**
 * How far the answers move the version, the highest over the questions: major where
 * an old client does not simply go on, minor where only what is new needs the new
 * database or the new client, else patch.
 */
export function bumpFor(compatibility: Compatibility): Change['bump'] {
  if (severityOf(compatibility) !== 'safe') return 'major';
  const { newClientOnOldDatabase, clientApi } = compatibility;
  return newClientOnOldDatabase !== 'yes' || clientApi === 'added' ? 'minor' : 'patch';
}
