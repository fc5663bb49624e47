import {
  type Enum,
  type Field,
  type Model,
  type SchemaModel,
  type SourceLocation,
  type View,
  withoutLines,
} from '@schema-service/schema-model';
import type { Subject } from '../change.ts';
import { declarationOf, subjectPath } from '../change-record.ts';
import type { Rename } from '../diff-options.ts';

/** A line of documentation that says what the declaration under it was called. */
const renameLine = /^@renamed\s+from:\s*(\S+)\s*$/;

/** One that says which of a model's new constraints a data check found kept by every row, and maybe when. */
const checkLine = /^@checked\s+(\S.*?)(?:\s+on\s+\d{4}-\d{2}-\d{2})?\s*$/;

/** One that says how older versions go on beside the change. */
const bridgeLine = /^@(?:(?:up|down|fill|follow)\s|moved\s+from:)/;

const isAnnotation = (line: string): boolean =>
  [renameLine, checkLine, bridgeLine].some((annotation) => annotation.test(line));

interface Documented {
  readonly documentation?: string;
}

/** The old name that `/// @renamed from: oldName` states, or undefined where there is no such line. */
export function statedOldName({ documentation }: Documented): string | undefined {
  if (documentation === undefined || !documentation.includes('@renamed')) return undefined;
  for (const line of documentation.split('\n')) {
    const name = renameLine.exec(line.trim())?.[1];
    // A member may be given with its owner, `Review.body`.
    if (name !== undefined) return memberName(name);
  }
  return undefined;
}

const memberName = (path: string): string => path.slice(path.lastIndexOf('.') + 1);

/** The line of documentation that states a rename from a path of the previous schema. */
export function renameAnnotation(from: string): string {
  return `/// @renamed from: ${memberName(from)}`;
}

/** The line above a model that says that every row kept one of its new constraints, on a day (`YYYY-MM-DD`). */
export function checkAnnotation(subject: Subject, day: string): string {
  const part = subjectPath(subject).slice(declarationOf(subject).length + 1);
  return `/// @checked ${part} on ${day}`;
}

/** The paths of the constraints that `/// @checked @@unique([a, b])` or `/// @checked relation` states above their models. */
export function statedChecks({ models }: SchemaModel): readonly string[] {
  return models.flatMap(({ name, documentation = '' }) =>
    documentation.split('\n').flatMap((line) => {
      const part = checkLine.exec(line.trim())?.[1];
      return part === undefined ? [] : [`${name}.${part}`];
    }),
  );
}

/**
 * The schema without the lines that are instructions to the diff, and document
 * nothing. What has none is the same object as before.
 */
export const withoutDiffAnnotations = (schema: SchemaModel): SchemaModel =>
  withoutLines(schema, isAnnotation);

interface Named extends Documented {
  readonly name: string;
  readonly location?: SourceLocation;
}

/** A schema whose comments state these renames, where it has what was renamed. */
export function stateAnnotations(schema: SchemaModel, renames: readonly Rename[]): SchemaModel {
  const oldNames = new Map(renames.map(({ from, to }) => [to, memberName(from)]));
  const note = <Part extends Named>(part: Part, path: string): Part => {
    const from = oldNames.get(path);
    if (from === undefined) return part;
    const before = part.documentation === undefined ? '' : `${part.documentation}\n`;
    return { ...part, documentation: `${before}@renamed from: ${from}` };
  };
  const noteFields = <Entity extends Model | View>(entity: Entity): Entity => ({
    ...note(entity, entity.name),
    fields: entity.fields.map((field): Field => note(field, `${entity.name}.${field.name}`)),
  });
  return {
    ...schema,
    enums: schema.enums.map(
      (declared): Enum => ({
        ...note(declared, declared.name),
        values: declared.values.map((value) => note(value, `${declared.name}.${value.name}`)),
      }),
    ),
    models: schema.models.map(noteFields),
    views: schema.views.map(noteFields),
  };
}

/**
 * What pending migrations made of a release, with the renames stated that are over: those of the
 * release, and those of the working schema's declarations that the release did not have.
 */
export function stateOverRenames(
  migrated: SchemaModel,
  released: SchemaModel,
  working: SchemaModel,
): SchemaModel {
  const [old, young] = [declarationsByPath(released), declarationsByPath(working)];
  const added = [...young].filter(([path]) => !old.has(path));
  const stated = [...old, ...added].flatMap(([to, declared]): Rename[] => {
    const from = statedOldName(declared);
    return from === undefined ? [] : [{ from, to }];
  });
  return stateAnnotations(migrated, stated);
}

/** Everything that can be renamed, by its path. */
export function declarationsByPath({
  enums,
  models,
  views,
}: SchemaModel): ReadonlyMap<string, Named> {
  const within = (owner: Named, members: readonly Named[]) => [
    [owner.name, owner] as const,
    ...members.map((member) => [`${owner.name}.${member.name}`, member] as const),
  ];
  return new Map([
    ...enums.flatMap((declared) => within(declared, declared.values)),
    ...[...models, ...views].flatMap((entity) => within(entity, entity.fields)),
  ]);
}
