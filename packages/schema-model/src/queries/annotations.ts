import type { Enum, Field, Model, SchemaModel, View } from '../schema-model.ts';

// Lines of documentation comments that are for the tools: of some that a diff reads, and of some that code generation
// does. They are no documentation for those who read the clients.

/** The name in Python alone. What is no name is for the check of the clients to tell. */
const pythonLine = /^@python\.name\s+(\S+)\s*$/;

const annotationLine =
  /^@(?:(?:renamed|moved)\s+from:|checked\s|(?:up|down|fill|follow)\s|python\.name(?:\s|$))/;

interface Documented {
  readonly documentation?: string;
}

/** The name that `/// @python.name created_at_ms` gives a declaration in the Python client, or undefined. */
export function statedPythonName({ documentation }: Documented): string | undefined {
  if (documentation?.includes('@python.name') !== true) return undefined;
  const names = documentation.split('\n').map((line) => pythonLine.exec(line.trim())?.[1]);
  return names.find((name) => name !== undefined);
}

/** The schema with documentation for people alone: without the lines that are for the tools. */
export function withoutAnnotations(schema: SchemaModel): SchemaModel {
  return withoutLines(schema, (line) => annotationLine.test(line));
}

/** The schema without some lines of its documentation. What has none of them is the same object as before. */
export function withoutLines(
  schema: SchemaModel,
  isDropped: (line: string) => boolean,
): SchemaModel {
  const strip = <Declared extends Documented>(declared: Declared): Declared => {
    // Asked of everything that is declared, and most of it says nothing.
    if (declared.documentation?.includes('@') !== true) return declared;
    const { documentation = '', ...rest } = declared;
    const lines = documentation.split('\n');
    const kept = lines.filter((line) => !isDropped(line.trim()));
    if (kept.length === lines.length) return declared;
    const text = kept.join('\n').trim();
    // Only an optional property is taken away or set to another string.
    return (text === '' ? rest : { ...rest, documentation: text }) as Declared;
  };
  const stripEntity = <Entity extends Model | View>(entity: Entity): Entity => {
    const bare = strip(entity);
    return { ...bare, fields: bare.fields.map((field): Field => strip(field)) };
  };
  return {
    ...schema,
    enums: schema.enums.map((declared): Enum => {
      const bare = strip(declared);
      return { ...bare, values: bare.values.map(strip) };
    }),
    models: schema.models.map(stripEntity),
    views: schema.views.map(stripEntity),
  };
}
