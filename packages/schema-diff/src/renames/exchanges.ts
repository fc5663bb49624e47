/** A thing that the database gets another name for. */
export interface NameChange {
  readonly from: string;
  readonly to: string;
}

/**
 * The first of each group of changes whose names only change places among themselves: each waits for
 * the next to let its name go, and none can be first.
 */
export function exchangesAmong<Change extends NameChange>(
  changes: readonly Change[],
): readonly Change[] {
  const byOldName = new Map(changes.map((change) => [change.from, change]));
  const seen = new Set<Change>();
  const found: Change[] = [];
  for (const first of changes) {
    let change: Change | undefined = first;
    while (change !== undefined && !seen.has(change)) {
      seen.add(change);
      change = byOldName.get(change.to);
      if (change === first) found.push(first);
    }
  }
  return found;
}
