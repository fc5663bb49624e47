import { EXIT, type ExitCode } from '@schema-service/command-line';
import { createVersion } from '@schema-service/release';
import type { CommandContext } from '../../command-context.ts';
import { proveHotfix } from '../../migrations/prove-hotfix.ts';
import { recordStructure, throwawayServer } from '../../migrations/throwaway-server.ts';
import { withProgress } from '../../output/progress.ts';
import { withLaterLines } from '../../repository/later-lines.ts';
import { today } from '../../today.ts';

export interface CreateVersionCommandOptions {
  /** `YYYY-MM-DD`; today where it is not said. */
  readonly date: string | undefined;
  readonly server: string | undefined;
  /** Releases of later lines that a hotfix is to apply to: `1.1.0`, as the tag `v1.1.0` has it. */
  readonly appliesTo: readonly string[];
}

/** `schemactl version create`: freezes what is in work as the version that `changeset version` made. */
export async function createReleaseVersion(
  context: CommandContext,
  { date, server, appliesTo: later }: CreateVersionCommandOptions,
): Promise<ExitCode> {
  const root = context.root();
  const created = await withProgress(context.output, 'Freezing the version', (say) =>
    withLaterLines(root, later, (lines) =>
      createVersion(root, {
        date: date ?? today(),
        appliesTo: lines.flatMap(({ appliesTo }) => appliesTo),
        recordStructure: async (migrations, version) => {
          say('Recording the structure that the migrations make');
          await using postgres = await throwawayServer(server);
          await recordStructure(migrations, version, postgres.url);
          for (const line of lines) {
            say(`Running it before and after ${line.appliesTo.join(', ')}`);
            await proveHotfix({ ...line, version, migrations, server: postgres.url });
          }
        },
      }),
    ),
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
