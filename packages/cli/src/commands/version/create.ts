import { EXIT, type ExitCode } from '@schema-service/command-line';
import { createVersion } from '@schema-service/release';
import type { CommandContext } from '../../command-context.ts';
import { recordStructure } from '../../migrations/throwaway-server.ts';
import { withProgress } from '../../output/progress.ts';
import { today } from '../../today.ts';

export interface CreateVersionCommandOptions {
  /** `YYYY-MM-DD`; today where it is not said. */
  readonly date: string | undefined;
  readonly server: string | undefined;
}

/** `schemactl version create`: freezes what is in work as the version that `changeset version` made. */
export async function createReleaseVersion(
  context: CommandContext,
  { date, server }: CreateVersionCommandOptions,
): Promise<ExitCode> {
  const root = context.root();
  const created = await withProgress(context.output, 'Freezing the version', (say) =>
    createVersion(root, {
      date: date ?? today(),
      recordStructure: (migrations, version) => {
        say('Recording the structure that the migrations make');
        return recordStructure(migrations, version, server);
      },
    }),
  );
  if (created.kind === 'nothingToRelease') {
    context.output.result(created, () => '');
    context.output.note(
      `Nothing to release: the generated packages are still at ${created.version}. Run \`changeset version\` first.`,
    );
    return EXIT.ok;
  }
  const { metadata, paths } = created;
  context.output.result(created, () => paths.join('\n'));
  context.output.note(`Version ${metadata.version} is frozen (${metadata.bump}).`);
  return EXIT.ok;
}
