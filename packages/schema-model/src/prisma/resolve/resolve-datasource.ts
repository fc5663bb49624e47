import type { Extension, SchemaModel } from '../../schema-model.ts';
import { compareText, sortedBy } from '../../sorted-by.ts';
import type { ConfigBlock, Expression } from '../language/syntax-tree.ts';
import { asItems, asString, asWord, namedArgument } from './attributes.ts';

/** What the datasource says of the schema; how to connect is not part of that. */
export function resolveDatasource(
  datasource: ConfigBlock | undefined,
): Pick<SchemaModel, 'relationMode' | 'namespaces' | 'extensions'> {
  const property = (name: string): Expression | undefined => datasource?.properties.get(name);
  const extensions = asItems(property('extensions')).map(extension);
  const namespaces = asItems(property('schemas')).map((name) => asString(name));
  // Prisma still reads the older name.
  const relationMode = asString(property('relationMode') ?? property('referentialIntegrity'));
  return {
    // The other mode, "foreignKeys", is the default.
    ...(relationMode === 'prisma' ? { relationMode: 'prisma' } : {}),
    namespaces: namespaces.toSorted(compareText),
    ...(extensions.length > 0 ? { extensions: sortedBy(extensions, ({ name }) => name) } : {}),
  };
}

/** `citext`, or `uuidOssp(map: "uuid-ossp", schema: "public", version: "1.1")`. */
function extension(expression: Expression): Extension {
  if (expression.kind !== 'call') {
    const name = asWord(expression);
    return { kind: 'extension', name, dbName: name };
  }
  const { name } = expression;
  const namespace = asString(namedArgument(expression, 'schema'));
  const version = asString(namedArgument(expression, 'version'));
  return {
    kind: 'extension',
    name,
    dbName: asString(namedArgument(expression, 'map')) ?? name,
    ...(namespace === undefined ? {} : { namespace }),
    ...(version === undefined ? {} : { version }),
  };
}
