import type { Extension, SchemaModel } from '../../schema-model.ts';
import { compareText, sortedBy } from '../../sorted-by.ts';
import type { ConfigBlock, Expression } from '../language/syntax-tree.ts';
import { asString, asWord, namedArgument } from './attributes.ts';

/** What the datasource says of the schema; how to connect is not part of that. */
export function resolveDatasource(
  datasource: ConfigBlock | undefined,
): Pick<SchemaModel, 'relationMode' | 'namespaces' | 'extensions'> {
  const extensions = items(datasource?.properties.get('extensions')).map(extension);
  const namespaces = items(datasource?.properties.get('schemas'))
    .map(asString)
    .filter((name) => name !== undefined);
  return {
    // The other mode, "foreignKeys", is the default.
    ...(asString(datasource?.properties.get('relationMode')) === 'prisma'
      ? { relationMode: 'prisma' }
      : {}),
    namespaces: namespaces.toSorted(compareText),
    ...(extensions.length > 0 ? { extensions: sortedBy(extensions, ({ name }) => name) } : {}),
  };
}

function items(list: Expression | undefined): readonly Expression[] {
  return list?.kind === 'list' ? list.items : [];
}

/** `citext`, or `uuidOssp(map: "uuid-ossp", schema: "public", version: "1.1")`. */
function extension(expression: Expression): Extension {
  if (expression.kind !== 'call') {
    const name = asWord(expression) ?? '';
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
