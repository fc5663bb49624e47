import type { RenameFact } from '@schema-service/schema-diff';
import type { Relation, RelationSide, SchemaModel } from '@schema-service/schema-model';
import {
  camelName,
  capital,
  pascalName,
  plural,
  singular,
  uncapital,
  valueName,
} from './good-names.ts';

/** The renames that lead from the names of a database to those that a schema would be written with. */
export function namesFor(schema: SchemaModel): readonly RenameFact[] {
  const tops = topNames(schema);
  const top = (name: string): string => tops.get(name) ?? name;
  const facts: RenameFact[] = [];
  for (const entity of [...schema.models, ...schema.views]) {
    const name = top(entity.name);
    const id = entity.kind === 'model' ? 'MODEL_RENAMED' : 'VIEW_RENAMED';
    facts.push(fact(id, { kind: entity.kind, name }, entity.name, name));
    const taken = new Set<string>();
    const columns = entity.fields.filter(({ kind }) => kind !== 'relation');
    const relations = entity.fields.filter(({ kind }) => kind === 'relation');
    const named = [
      ...columns.map((field) => ({ field, wanted: [camelName(field.dbName, 'column')] })),
      ...relations.map((field) => ({
        field,
        wanted: relationNames(schema, { entity: entity.name, field: field.name }, top),
      })),
    ];
    for (const { field, wanted } of named) {
      const subject = {
        kind: 'field' as const,
        owner: entity.kind,
        entity: name,
        name: firstFree(wanted, taken),
      };
      facts.push(fact('FIELD_RENAMED', subject, field.name, subject.name));
    }
  }
  for (const declared of schema.enums) {
    const name = top(declared.name);
    facts.push(fact('ENUM_RENAMED', { kind: 'enum', name }, declared.name, name));
    const taken = new Set<string>();
    for (const value of declared.values) {
      const wanted = firstFree([valueName(value.dbName)], taken, false);
      const subject = { kind: 'enumValue' as const, enum: name, name: wanted };
      facts.push(fact('ENUM_VALUE_RENAMED', subject, value.name, wanted));
    }
  }
  return facts.filter(({ previous, current }) => previous.name !== current.name);
}

function fact<Id extends RenameFact['id']>(
  id: Id,
  subject: Extract<RenameFact, { readonly id: Id }>['subject'],
  from: string,
  to: string,
): RenameFact {
  // Its id and its subject were chosen together.
  return {
    kind: 'change',
    id,
    subject,
    previous: { name: from, databaseName: null },
    current: { name: to, databaseName: null },
  } as unknown as RenameFact;
}

/** Words that are types of the language, or of its client. */
const reserved =
  'BigInt Boolean Bytes DateTime Decimal Float Int Json String Unsupported Prisma PrismaClient';

/** Of models, views and enums, by their names now. Tables come first; names that differ by capitals alone are one. */
function topNames({ models, views, enums }: SchemaModel): ReadonlyMap<string, string> {
  const taken = new Set(reserved.toLowerCase().split(' '));
  const entries = [
    ...models.map((one) => ({ ...one, word: 'Table', isMany: true })),
    ...views.map((one) => ({ ...one, word: 'View', isMany: true })),
    ...enums.map((one) => ({ ...one, word: 'Enum', isMany: false })),
  ];
  return new Map(
    // Those of `public` get the plain names.
    entries
      .toSorted((a, b) => Number(isElsewhere(a)) - Number(isElsewhere(b)))
      .map(({ name, dbName, namespace = 'public', word, isMany }) => {
        const whole = pascalName(dbName, word);
        const one = isMany ? singular(whole) : whole;
        const placed = `${pascalName(namespace, '')}${one}`;
        const wanted = [
          one,
          ...(namespace === 'public' ? [whole] : [placed, whole]),
          `${whole}${word}`,
        ];
        return [name, firstFree(wanted, taken)] as const;
      }),
  );
}

const isElsewhere = ({ namespace = 'public' }: { readonly namespace?: string }): boolean =>
  namespace !== 'public';

/** The first that nothing has, and else the last with a number. What was taken is remembered. */
function firstFree(wanted: readonly string[], taken: Set<string>, isLoose = true): string {
  const key = (name: string): string => (isLoose ? name.toLowerCase() : name);
  const last = wanted.at(-1) ?? 'field';
  let name = wanted.find((one) => one !== '' && !taken.has(key(one)));
  for (let number = 2; name === undefined; number++) {
    if (!taken.has(key(`${last}${number}`))) name = `${last}${number}`;
  }
  taken.add(key(name));
  return name;
}

/** What a side of a relation may be called, the best first. */
function relationNames(
  schema: SchemaModel,
  side: RelationSide,
  top: (name: string) => string,
): readonly string[] {
  const relation = schema.relations.find((one) =>
    sidesOf(one).some((other) => isSame(other, side)),
  );
  if (relation === undefined) return [side.field];
  const [from, to] = sidesOf(relation);
  const other = uncapital(top((isSame(from, side) ? to : from).entity));
  if (relation.kind === 'joinTable')
    return [plural(other), `${plural(other)}Of${capital(side.field)}`];
  const key = keyName(schema, relation);
  if (isSame(from, side)) return [...(key === undefined ? [] : [key]), other, `${other}Row`];
  const many = relation.cardinality === 'one-to-one' ? other : plural(other);
  const between = schema.relations.filter((one) => isBetweenSame(one, relation));
  const exact = `${many}As${capital(key ?? top(to.entity))}`;
  return between.length > 1 ? [exact] : [many, exact];
}

/** Of `author_id` the author. */
function keyName(
  schema: SchemaModel,
  { from, fields }: Extract<Relation, { readonly kind: 'foreignKey' }>,
): string | undefined {
  const [key] = fields;
  if (fields.length !== 1 || key === undefined) return undefined;
  const entity = schema.models.find(({ name }) => name === from.entity);
  const column = entity?.fields.find(({ name }) => name === key)?.dbName ?? key;
  const name = camelName(column, 'column');
  const stripped = name.replace(/(?:Id|ID|Uuid|Key|Fk)$/, '');
  return stripped === name || stripped === '' ? undefined : stripped;
}

const sidesOf = (relation: Relation): readonly [RelationSide, RelationSide] =>
  relation.kind === 'joinTable' ? [relation.a, relation.b] : [relation.from, relation.to];

const isSame = (a: RelationSide, b: RelationSide): boolean =>
  a.entity === b.entity && a.field === b.field;

function isBetweenSame(a: Relation, b: Relation): boolean {
  const ends = (one: Relation): string =>
    sidesOf(one)
      .map(({ entity }) => entity)
      .toSorted()
      .join(' ');
  return ends(a) === ends(b);
}

/**
 * Relations under names that are made of the names of their models, or of the key
 * where there are several between two; those of join tables stay, since the table
 * is called by them. For a schema that has its other names already.
 */
export function withRelationNames(schema: SchemaModel): SchemaModel {
  const names = new Map<string, string>();
  const relations = schema.relations.map((relation) => {
    if (relation.kind === 'joinTable') return relation;
    const isOne = schema.relations.filter((one) => isBetweenSame(one, relation)).length === 1;
    const [a = '', b = ''] = [relation.from.entity, relation.to.entity].toSorted();
    const name =
      isOne && a !== b ? `${a}To${b}` : `${relation.from.entity}${capital(relation.from.field)}`;
    for (const side of sidesOf(relation)) names.set(`${side.entity}.${side.field}`, name);
    return { ...relation, name };
  });
  const renamed = <Part extends SchemaModel['models'][number] | SchemaModel['views'][number]>(
    entity: Part,
  ): Part => ({
    ...entity,
    fields: entity.fields.map((field) => {
      const name = names.get(`${entity.name}.${field.name}`);
      return field.kind === 'relation' && name !== undefined
        ? { ...field, relationName: name }
        : field;
    }),
  });
  return {
    ...schema,
    relations,
    models: schema.models.map(renamed),
    views: schema.views.map(renamed),
  };
}
