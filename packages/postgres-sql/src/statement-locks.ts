import { type LockMode, strongest } from './lock-mode.ts';
import { ALTER_TABLE_RULES, LOCK_RULES, type LockRule } from './lock-rules.ts';
import { NAME, namesIn, splitList } from './relation-name.ts';

/** A lock that a statement takes on a relation. */
export interface RelationLock {
  /** As the script writes it, folded to lower case where it is not quoted. */
  readonly relation: string;
  readonly kind: LockRule['kind'];
  readonly mode: LockMode;
}

const ALTER_TABLE = new RegExp(
  `^alter table (?:if exists )?(?:only )?(?<table>${NAME})(?: \\*)? (?<parts>.*)$`,
);
const LOCK_TABLE = new RegExp(
  `^lock (?:table )?(?<names>(?:only )?${NAME}(?:,${NAME})*)(?: in (?<mode>[a-z ]+?) mode)?(?: nowait)?$`,
);
const REFERENCED = new RegExp(`\\breferences (?<table>${NAME})`, 'g');
/** A partition is locked with what it joins or leaves. */
const PARTITION = new RegExp(`^(?:attach|detach) partition (?<table>${NAME})`);

/** Which locks a flattened statement takes, as far as its text tells. */
export function statementLocks(flat: string): readonly RelationLock[] {
  return [...ownLocks(flat), ...referenceLocks(flat)];
}

/** The table that a flattened `ALTER TABLE` changes, and its parts. */
export function alterTableParts(
  flat: string,
): { readonly table: string; readonly parts: readonly string[] } | undefined {
  const { table, parts } = ALTER_TABLE.exec(flat)?.groups ?? {};
  return table === undefined || parts === undefined
    ? undefined
    : { table, parts: splitList(parts) };
}

function ownLocks(flat: string): readonly RelationLock[] {
  const altered = alterTableParts(flat);
  if (altered) return alterTableLocks(altered.table, altered.parts);
  const locked = LOCK_TABLE.exec(flat)?.groups;
  if (locked) {
    const mode = (locked.mode ?? 'access exclusive').toUpperCase();
    // PostgreSQL refuses any other word there.
    return locksOn(locked.names, mode as LockMode);
  }
  for (const { pattern, mode, kind } of LOCK_RULES) {
    const match = pattern.exec(flat);
    if (match) return locksOn(match.groups?.names, mode, kind);
  }
  return [];
}

function alterTableLocks(table: string, parts: readonly string[]): readonly RelationLock[] {
  const modes = parts.map(
    (part) =>
      ALTER_TABLE_RULES.find(({ pattern }) => pattern.test(part))?.mode ?? 'ACCESS EXCLUSIVE',
  );
  const partitions = parts.flatMap((part) => PARTITION.exec(part)?.groups?.table ?? []);
  return [
    { relation: table, kind: 'table', mode: strongest(modes) },
    ...partitions.flatMap((partition) => locksOn(partition, 'ACCESS EXCLUSIVE')),
  ];
}

function locksOn(
  names = '',
  mode: LockMode,
  kind: LockRule['kind'] = 'table',
): readonly RelationLock[] {
  return namesIn(names.replace(/(^|,)only /g, '$1')).map((relation) => ({ relation, kind, mode }));
}

/** A new foreign key makes triggers on the table that it points to. */
function referenceLocks(flat: string): readonly RelationLock[] {
  if (!/^(?:create|alter) (?:\S+ )*?table /.test(flat)) return [];
  return [...flat.matchAll(REFERENCED)].flatMap(({ groups }) =>
    locksOn(groups?.table, 'SHARE ROW EXCLUSIVE'),
  );
}
