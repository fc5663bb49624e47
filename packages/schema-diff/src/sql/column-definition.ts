/** What the engine says of a new column. */
export interface ColumnDefinition {
  /** `"name"`. */
  readonly name: string;
  /** `VARCHAR(20)`, `"E"[]`, `SERIAL`. */
  readonly type: string;
  readonly isRequired: boolean;
  readonly default?: string;
}

const clause = /^ADD COLUMN\s+("(?:[^"]|"")+")\s+([\s\S]+?)( NOT NULL)?(?: DEFAULT ([\s\S]+))?$/;

export function readColumnDefinition(sql: string): ColumnDefinition | undefined {
  const [, name, type, required, value] = clause.exec(sql) ?? [];
  if (name === undefined || type === undefined) return undefined;
  return {
    name,
    type,
    isRequired: required !== undefined,
    ...(value === undefined ? {} : { default: value }),
  };
}

/** `SERIAL` is a type, a sequence and a default in one word. */
export const serialTypes: Readonly<Record<string, string>> = {
  SMALLSERIAL: 'SMALLINT',
  SERIAL: 'INTEGER',
  BIGSERIAL: 'BIGINT',
};
