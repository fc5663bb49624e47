import { Command, type CommandUnknownOpts, Option } from '@commander-js/extra-typings';
import type { Runner } from '../../command-context.ts';
import { ciSystems } from '../../init/ci-files.ts';
import { examples, serverOption } from '../descriptions.ts';

/** `schemactl init`. */
export function initCommand(run: Runner): CommandUnknownOpts {
  return new Command('init')
    .description('Make a schema repository out of nothing, a Prisma project, or a live database.')
    .argument('[folder]', 'where it is to be (default: here)')
    .option('--scope <scope>', 'the npm scope of the organisation: @acme')
    .option('--name <name>', 'what the database is called: db')
    .option('--clients <names>', 'those to build: node, types, python (default: all of them)')
    .option(
      '--from <path|url>',
      'what to adopt: a Prisma project (folder, schema or prisma.config.ts), or a database',
    )
    .option(
      '--accept-differences',
      'databases may keep what differs from its schema; writes what that is for review',
    )
    .addOption(
      new Option('--ci <system>', 'whose workflows are written')
        .choices(ciSystems)
        .default('github' as const),
    )
    .option('--yes', 'no questions: assume what is not said')
    .option(...serverOption)
    .addHelpText(
      'after',
      examples(
        'schemactl init schema --scope @acme --name db',
        'schemactl init --from prisma --yes',
        'schemactl init shop-schema --from postgresql://... --yes',
      ),
    )
    .action(
      (
        folder,
        { scope, name, clients, from, acceptDifferences = false, ci, yes = false, server },
      ) =>
        run(async (context) =>
          (await import('./init.ts')).init(context, {
            folder,
            scope,
            name,
            clients,
            from,
            acceptDifferences,
            ci,
            yes,
            server,
          }),
        ),
    );
}
