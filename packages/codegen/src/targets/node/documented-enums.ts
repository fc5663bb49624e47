import type { Enum } from '@schema-service/schema-model';
import { docComment } from '../../type-script-source.ts';

/** Prisma's module of enums, with what the schema says of them and of their values. */
export function documentedEnums(source: string, enums: readonly Enum[]): string {
  return enums.reduce(documented, source);
}

function documented(source: string, { name, documentation, values }: Enum): string {
  const declaration = new RegExp(
    `^(?:export const ${name}|const ${name}Enum) = \\{\n[\\s\\S]*?^\\}`,
    'm',
  );
  return source.replace(declaration, (text) =>
    values.reduce(
      (told, value) =>
        told.replace(
          new RegExp(`^  (?:${value.name}|'${value.name}'):`, 'm'),
          (line) => docComment(value.documentation, '  ') + line,
        ),
      docComment(documentation) + text,
    ),
  );
}
