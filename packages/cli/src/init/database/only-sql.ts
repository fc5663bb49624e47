import type { DatabaseStructure, StructureObject } from '@schema-service/migrator';
import type { SchemaModel } from '@schema-service/schema-model';

/** A kind of object that migrations make and no schema declares. */
export interface OnlySql {
  readonly what: string;
  readonly names: readonly string[];
}

const whatOf = ({ kind, properties }: StructureObject): string | undefined => {
  const definition = String(properties.definition);
  switch (kind) {
    case 'function':
      return 'functions';
    case 'trigger':
      return 'triggers';
    case 'policy':
      return 'policies';
    case 'domain':
      return 'domains';
    case 'view':
    case 'materialized view':
      return 'queries of views';
    case 'constraint':
      if (definition.startsWith('CHECK ')) return 'checks';
      return definition.startsWith('EXCLUDE ') ? 'exclusion constraints' : undefined;
    case 'column':
      return properties.generated === undefined ? undefined : 'expressions of generated columns';
    case 'index': {
      const [key = ''] = definition.split(/\) (?:INCLUDE|NULLS|WITH|WHERE) /);
      if (/USING \w+ \(.*\(/.test(key)) return 'indexes over expressions';
      return / INCLUDE \(/.test(definition) ? 'indexes with further columns' : undefined;
    }
    case 'table':
      return properties['partitioned by'] === undefined ? undefined : 'partitions';
    default:
      return undefined;
  }
};

/** What of a database stands in its migration alone: an edit of the schema does not change it. */
export function onlySql(
  { objects }: DatabaseStructure,
  { models }: SchemaModel,
): readonly OnlySql[] {
  const names = new Map<string, string[]>();
  const add = (what: string, name: string): void => {
    names.set(what, [...(names.get(what) ?? []), name]);
  };
  for (const object of objects) {
    const what = whatOf(object);
    if (what !== undefined) add(what, object.name);
  }
  for (const model of models) {
    if (model.isIgnored) add('tables without a key, which no client reads', model.dbName);
    for (const field of model.fields) {
      if (field.kind === 'unsupported')
        add('columns of a type that no client reads', `${model.dbName}.${field.dbName}`);
    }
  }
  return [...names].map(([what, all]) => ({ what, names: all }));
}
