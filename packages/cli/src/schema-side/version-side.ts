import { join, relative } from 'node:path';
import { frozenVersions, schemaFile, versionFolder } from '@schema-service/repository';
import { loadSchemaSources, parseSchema } from '@schema-service/schema-model';
import type { CommandContext } from '../command-context.ts';
import type { SchemaSide } from './schema-side.ts';
import { unknownReference } from './unknown-reference.ts';

/** A release as it was frozen. */
export async function versionSide(context: CommandContext, version: string): Promise<SchemaSide> {
  const root = context.root();
  const versions = frozenVersions(root);
  if (!versions.includes(version)) {
    const known = versions.length === 0 ? 'none yet' : versions.join(', ');
    throw unknownReference(version, `The frozen versions are: ${known}.`);
  }
  const file = join(root, versionFolder(version), schemaFile);
  const model = parseSchema(await loadSchemaSources(relative(context.cwd, file)));
  return { kind: 'version', label: version, model };
}
