import { parseSchema } from '@schema-service/schema-model';
import type { CommandContext } from '../command-context.ts';
import { readSourcesAt, resolveCommit } from '../repository/git.ts';
import type { SchemaSide } from './schema-side.ts';
import { unknownReference } from './unknown-reference.ts';

/** The working schema as a commit has it. */
export async function gitSide(context: CommandContext, reference: string): Promise<SchemaSide> {
  const root = context.root();
  const commit = await resolveCommit(root, reference);
  if (commit === undefined) {
    throw unknownReference(reference, 'There is no such version, path, branch, tag or commit.');
  }
  const sources = await readSourcesAt(root, commit, reference);
  if (sources.length === 0) {
    throw unknownReference(reference, `The commit has no *.prisma file in schema/.`);
  }
  return { kind: 'git', label: reference, model: parseSchema(sources) };
}
