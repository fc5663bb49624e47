import type { GeneratedFile } from '../../generated-package.ts';
import type { TypeNames } from '../../type-names.ts';

/**
 * `/kysely`: the database as Kysely has it. `Column` is what Kysely's own
 * `ColumnType` is: https://github.com/kysely-org/kysely/blob/v0.29/src/util/column-type.ts
 */
export function kyselyFiles({ fixed }: TypeNames): readonly GeneratedFile[] {
  const declarations = (index: string): string => `import type { ${fixed.Tables} } from '${index}';

interface Column<Select, Insert, Update> {
  readonly __select__: Select;
  readonly __insert__: Insert;
  readonly __update__: Update;
}

type Of<Columns, Name> = Name extends keyof Columns ? Columns[Name] : never;

/** Every table and view for Kysely: \`new Kysely<DB>({ dialect })\`. Values are those of node-postgres. */
export type DB = {
  [Table in keyof ${fixed.Tables}]: {
    [Name in keyof ${fixed.Tables}[Table]['row']]: Column<
      ${fixed.Tables}[Table]['row'][Name],
      Of<${fixed.Tables}[Table]['insert'], Name>,
      Of<${fixed.Tables}[Table]['update'], Name>
    >;
  };
};
`;
  return [
    { path: 'kysely.js', content: "'use strict';\n" },
    { path: 'kysely.mjs', content: 'export {};\n' },
    { path: 'kysely.d.ts', content: declarations('./index.js') },
    { path: 'kysely.d.mts', content: declarations('./index.mjs') },
  ];
}
