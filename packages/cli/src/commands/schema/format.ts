import { countText, EXIT, type ExitCode } from '@schema-service/command-line';
import { formatSources } from '@schema-service/schema-model';
import type { CommandContext } from '../../command-context.ts';
import { replaceFiles } from '../../files/replace-files.ts';
import { schemaSources } from '../../repository/read-schemas.ts';

export interface FormatOptions {
  readonly path: string | undefined;
  readonly check: boolean;
}

/** `schemactl format`: rewrites the files that are not in Prisma's layout, or with `check` names them. */
export async function format(
  context: CommandContext,
  { path, check }: FormatOptions,
): Promise<ExitCode> {
  const sources = await schemaSources(context, path);
  const contents = new Map(sources.map((source) => [source.path, source.content]));
  const changed = formatSources(sources).filter(
    (source) => source.content !== contents.get(source.path),
  );
  if (!check) await replaceFiles(changed);
  const files = changed.map((source) => source.path);
  context.output.result({ kind: check ? 'formatCheck' : 'formatted', files }, () =>
    files.join('\n'),
  );
  const count = countText(files.length, 'file');
  if (!check) context.output.note(`${count} formatted.`);
  else if (files.length > 0) context.output.note(`${count} to format: schemactl format`);
  return check && files.length > 0 ? EXIT.failure : EXIT.ok;
}
