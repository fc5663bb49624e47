import { bareName, qualifierOf } from './names.ts';

/**
 * Something that a database has on a table and the schema does not say:
 * a partial index, a check. It stands in the way where a column's type goes.
 */
export interface Dependent {
  readonly kind: 'index' | 'constraint';
  /** As SQL names it: `public.users_open_key` for an index, the bare name for a constraint. */
  readonly name: string;
  /** As SQL names it, with its schema. */
  readonly table: string;
  /** `CREATE INDEX ...`, or what follows `ADD CONSTRAINT name`. */
  readonly definition: string;
}

/** Those whose definitions compare something with a value of a type. */
export function dependentsOn(type: string, dependents: readonly Dependent[]): readonly Dependent[] {
  const namespace = qualifierOf(type) || 'public.';
  const spellings = [namespace, namespace.replaceAll('"', ''), ''].flatMap((qualifier) =>
    [bareName(type), `"${bareName(type)}"`].map((name) => `::${qualifier}${name}`),
  );
  return dependents.filter(({ definition }) =>
    spellings.some((spelling) => namesType(definition, spelling)),
  );
}

function namesType(definition: string, spelling: string): boolean {
  return definition.split(spelling).some((rest, index) => index > 0 && !/^[\w$]/.test(rest));
}

export const dropDependent = ({ kind, name, table }: Dependent): string =>
  kind === 'index' ? `DROP INDEX ${name}` : `ALTER TABLE ${table} DROP CONSTRAINT ${name}`;

export const createDependent = ({ kind, name, table, definition }: Dependent): string =>
  kind === 'index' ? definition : `ALTER TABLE ${table} ADD CONSTRAINT ${name} ${definition}`;
