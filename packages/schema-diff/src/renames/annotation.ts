import type { Enum, Field, Model, SchemaModel, View } from '@schema-service/schema-model';

/** A line of documentation that says what the declaration under it was called. */
const renameLine = /^@renamed\s+from:\s*(\S+)\s*$/;

/** One that says which of a model's new constraints a data check found kept by every row, and maybe when. */
const checkLine = /^@checked\s+(\S.*?)(?:\s+on\s+\d{4}-\d{2}-\d{2})?\s*$/;

const isAnnotation = (line: string): boolean =>
  renameLine.test(line.trim()) || checkLine.test(line.trim());

interface Documented {
  readonly documentation?: string;
}

/** The old name that `/// @renamed from: oldName` states, or undefined where there is no such line. */
export function statedOldName({ documentation }: Documented): string | undefined {
  if (documentation === undefined || !documentation.includes('@renamed')) return undefined;
  for (const line of documentation.split('\n')) {
    const name = renameLine.exec(line.trim())?.[1];
    // A member may be given with its owner, `Review.body`.
    if (name !== undefined) return name.slice(name.lastIndexOf('.') + 1);
  }
  return undefined;
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
export function withoutDiffAnnotations(schema: SchemaModel): SchemaModel {
  return {
    ...schema,
    enums: schema.enums.map((declared): Enum => {
      const bare = withoutAnnotation(declared);
      return { ...bare, values: bare.values.map(withoutAnnotation) };
    }),
    models: schema.models.map((model): Model => withoutAnnotations(model)),
    views: schema.views.map((view): View => withoutAnnotations(view)),
  };
}

function withoutAnnotations<Entity extends Model | View>(entity: Entity): Entity {
  const bare = withoutAnnotation(entity);
  return { ...bare, fields: bare.fields.map((field): Field => withoutAnnotation(field)) };
}

function withoutAnnotation<Declared extends Documented>(declared: Declared): Declared {
  const { documentation = '', ...rest } = declared;
  const lines = documentation.split('\n');
  const kept = lines.filter((line) => !isAnnotation(line));
  if (kept.length === lines.length) return declared;
  const text = kept.join('\n').trim();
  // Only an optional property is taken away or set to another string.
  return (text === '' ? rest : { ...rest, documentation: text }) as Declared;
}
