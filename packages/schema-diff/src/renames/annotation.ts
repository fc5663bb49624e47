import type { Enum, Field, Model, SchemaModel, View } from '@schema-service/schema-model';

/** A line of documentation that says what the declaration under it was called. */
const annotationLine = /^@renamed\s+from:\s*(\S+)\s*$/;

interface Documented {
  readonly documentation?: string;
}

/** The old name that `/// @renamed from: oldName` states, or undefined where there is no such line. */
export function statedOldName({ documentation }: Documented): string | undefined {
  if (documentation === undefined || !documentation.includes('@renamed')) return undefined;
  for (const line of documentation.split('\n')) {
    const name = annotationLine.exec(line.trim())?.[1];
    // A member may be given with its owner, `Review.body`.
    if (name !== undefined) return name.slice(name.lastIndexOf('.') + 1);
  }
  return undefined;
}

/**
 * The schema without its rename annotations: they are instructions to the diff, and
 * document nothing. What has none is the same object as before.
 */
export function withoutRenameAnnotations(schema: SchemaModel): SchemaModel {
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
  if (statedOldName(declared) === undefined) return declared;
  const { documentation = '', ...rest } = declared;
  const lines = documentation.split('\n').filter((line) => !annotationLine.test(line.trim()));
  const text = lines.join('\n').trim();
  // Only an optional property is taken away or set to another string.
  return (text === '' ? rest : { ...rest, documentation: text }) as Declared;
}
