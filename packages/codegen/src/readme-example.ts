import type { SchemaModel } from '@schema-service/schema-model';
import type { TypeNames } from './type-names.ts';
import { visibleModels } from './visible-schema.ts';

/** What the READMEs of npm packages show of a schema; nothing where it has no model. */
export interface ReadmeExample {
  readonly model: string | null;
  /** `client.<accessor>` */
  readonly accessor: string | null;
  /** The model's row in the types package. */
  readonly row: string | null;
  /** The table as a literal of TypeScript. */
  readonly table: string | null;
  readonly tables: string;
  readonly serialized: string;
  /** What package managers call all packages of the organisation. */
  readonly scope: string;
}

/** The model with the shortest name, so that the example reads well. */
export function readmeExample(
  schema: SchemaModel,
  { row, fixed }: TypeNames,
  packageName: string,
): ReadmeExample {
  const byLength = visibleModels(schema).toSorted((a, b) => a.name.length - b.name.length);
  const [model] = byLength;
  const [scope = packageName] = packageName.split('/');
  const shared = {
    tables: fixed.Tables,
    serialized: fixed.Serialized,
    scope: packageName.startsWith('@') ? `${scope}/*` : packageName,
  };
  if (model === undefined) {
    return { model: null, accessor: null, row: null, table: null, ...shared };
  }
  const { name, dbName, namespace = 'public' } = model;
  const table = namespace === 'public' ? dbName : `${namespace}.${dbName}`;
  return {
    model: name,
    accessor: name.charAt(0).toLowerCase() + name.slice(1),
    row: row.get(name) ?? name,
    table: `'${table.replaceAll(/['\\]/g, '\\$&')}'`,
    ...shared,
  };
}
