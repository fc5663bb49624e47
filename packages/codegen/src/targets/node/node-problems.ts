import type { Enum, Model, SchemaModel, SourceLocation, View } from '@schema-service/schema-model';
import {
  type ClientProblem,
  type LeaveOut,
  leaveOutByConfig,
  problemAt,
} from '../../client-problem.ts';
import { visibleModels, visibleViews } from '../../visible-schema.ts';

/**
 * Names that Prisma's generator refuses, and that the schema language may take:
 * https://github.com/prisma/prisma/blob/7.10.0/packages/client-generator-ts/src/generateClient.ts
 */
const REFUSED =
  words(`Prisma PrismaClient AND OR NOT async await break case catch class const continue debugger
  default delete do else enum export extends false finally for function if implements import in instanceof interface
  let new null package private protected public return super switch this throw true try using typeof var void while
  with yield`);

/** Names of types that TypeScript keeps for itself, and those that its modules cannot declare. */
const OF_TYPESCRIPT = words(
  'any as bigint boolean never number object static string symbol undefined unknown',
);

/** The client declares enums as values, too, and imports its run time under the other name. */
const OF_ENUMS = words('arguments eval');
const OF_MODELS = words('runtime');

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/));
}

/** What is wrong with a declaration. */
interface Found {
  readonly declared: Declared;
  readonly message: string;
}

interface Declared {
  readonly name: string;
  readonly location?: SourceLocation;
}

/**
 * Everything that keeps the Node client from being generated and compiled: names
 * that Prisma's generator or TypeScript refuses, and names that are those of
 * types which Prisma makes for another declaration. Found by generating and
 * compiling clients with such names. Pure.
 */
export function nodeProblems(
  schema: SchemaModel,
  leaveOut: LeaveOut = leaveOutByConfig,
): readonly ClientProblem[] {
  const entities: readonly (Model | View)[] = [...visibleModels(schema), ...visibleViews(schema)];
  const found = [
    ...entities.flatMap((entity) => refused(entity, OF_MODELS)),
    ...schema.enums.flatMap((declared) => refused(declared, OF_ENUMS)),
    ...sameAccessors(entities),
    ...typesOfOthers(entities),
    ...filtersOfOthers(schema.enums, entities),
  ];
  const fix = `Rename it in the schema, where @@map keeps its name in the database. Or build no Node client: ${leaveOut('node')}`;
  return found.map(({ declared, message }) =>
    problemAt(declared, { client: 'node', message, fix }),
  );
}

function refused(declared: Declared, ofItsKind: ReadonlySet<string>): readonly Found[] {
  const { name } = declared;
  if (![REFUSED, OF_TYPESCRIPT, ofItsKind].some((names) => names.has(name))) return [];
  const whose = OF_TYPESCRIPT.has(name) ? 'TypeScript' : "Prisma's generator";
  return [
    problem(declared, `The Node client cannot have ${name}: ${whose} keeps the name for itself.`),
  ];
}

/** `client.user` is that of `user` and of `User`. */
function* sameAccessors(entities: readonly Declared[]): Generator<Found> {
  const owners = new Map<string, string>();
  for (const entity of entities) {
    const accessor = entity.name.charAt(0).toLowerCase() + entity.name.slice(1);
    const owner = owners.get(accessor);
    if (owner === undefined) owners.set(accessor, entity.name);
    else {
      const both = `${owner} and ${entity.name} are both client.${accessor} in the Node client.`;
      yield problem(entity, both);
    }
  }
}

/** Prisma makes `UserUncheckedCreateInput` for `User`, and `UserUnchecked` would have an input of that name. */
function* typesOfOthers(entities: readonly (Model | View)[]): Generator<Found> {
  const lists = entities.flatMap(({ name, fields }) =>
    fields.flatMap((field) =>
      field.kind === 'relation' && field.arity === 'list' && !field.isIgnored
        ? [{ owner: name, of: field.type }]
        : [],
    ),
  );
  for (const entity of entities) {
    const { name } = entity;
    const owner = entities.find((other) => {
      const suffix = name.startsWith(other.name) ? name.slice(other.name.length) : '';
      if (suffix === 'Unchecked') return other.kind === 'model' && entity.kind === 'model';
      if (suffix === 'CountOutputType') return lists.some((list) => list.owner === other.name);
      return suffix === 'Scalar' && lists.some((list) => list.of === other.name);
    });
    if (owner !== undefined) yield ofAnother(entity, owner);
  }
}

/** Prisma makes `EnumRoleNullableFilter` for an optional `Role`, and for a required `RoleNullable`. */
function* filtersOfOthers(
  enums: readonly Enum[],
  entities: readonly (Model | View)[],
): Generator<Found> {
  const arities = { Nullable: 'optional', NullableList: 'list' } as const;
  const fields = entities
    .flatMap((entity) => entity.fields)
    .filter((field) => field.kind === 'enum');
  for (const [suffix, arity] of Object.entries(arities)) {
    for (const owner of enums) {
      const other = enums.find(({ name }) => name === `${owner.name}${suffix}`);
      const isUsed = fields.some((field) => field.type === owner.name && field.arity === arity);
      if (other !== undefined && isUsed) yield ofAnother(other, owner);
    }
  }
}

function ofAnother(declared: Declared, owner: Declared): Found {
  return problem(
    declared,
    `The types of ${declared.name} in the Node client would have names of those that Prisma makes for ${owner.name}.`,
  );
}

const problem = (declared: Declared, message: string): Found => ({ declared, message });
