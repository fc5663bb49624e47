import { refuseClientProblems } from '@schema-service/codegen';
import { countText, EXIT, type ExitCode } from '@schema-service/command-line';
import { loadConfig, repositoryAround } from '@schema-service/repository';
import { parseSchema, schemaHash } from '@schema-service/schema-model';
import type { CommandContext } from '../../command-context.ts';
import { schemaSources } from '../../repository/read-schemas.ts';

/** `schemactl validate`: says what the schema holds, or throws every mistake in it, or what keeps a client from being generated. */
export async function validate(
  context: CommandContext,
  path: string | undefined,
): Promise<ExitCode> {
  const sources = await schemaSources(context, path);
  const schema = parseSchema(sources);
  // A schema outside of a repository has no clients that were chosen.
  const root = repositoryAround(context.cwd);
  if (root !== undefined) refuseClientProblems(schema, loadConfig(root));
  const counts = {
    models: schema.models.length,
    views: schema.views.length,
    enums: schema.enums.length,
  };
  const hash = schemaHash(schema);
  const files = sources.map((source) => source.path);
  context.output.result({ kind: 'validSchema', files, ...counts, hash }, () => {
    const parts = [
      countText(counts.models, 'model'),
      countText(counts.views, 'view'),
      countText(counts.enums, 'enum'),
      `in ${countText(files.length, 'file')}`,
    ];
    return `The schema is valid: ${parts.join(', ')}.\n${hash}`;
  });
  return EXIT.ok;
}
