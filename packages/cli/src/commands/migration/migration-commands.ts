import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import type { Runner } from '../../command-context.ts';
import {
  collectRename,
  examples,
  noRenamesOption,
  renameOption,
  serverOption,
} from '../descriptions.ts';

/** `schemactl migration ...`: the SQL between two versions. */
export function migrationCommand(run: Runner): CommandUnknownOpts {
  const create = new Command('new')
    .description('Write the migrations that the working schema needs, forwards and back.')
    .argument('<name>', 'what they do: a-z, 0-9 and _')
    .option('--beside', 'keep clients of the last release alive on the database meanwhile')
    .option(
      '--oldest <version>',
      'beside: the oldest release whose clients go on (default: the last one)',
    )
    .option(...renameOption, collectRename, [])
    .option(...noRenamesOption)
    .option(...serverOption)
    .addHelpText(
      'after',
      examples(
        'schemactl migration new add_ratings',
        'schemactl migration new rename_body --rename Review.body=Review.content',
      ),
    )
    .action((name, { beside = false, oldest, rename, renames, server }) =>
      run(async (context) =>
        (await import('./new.ts')).newMigration(context, {
          name,
          beside: beside || oldest !== undefined,
          ...(oldest === undefined ? {} : { oldest }),
          renames: rename,
          noOthers: !renames,
          server,
        }),
      ),
    );
  const lint = new Command('lint')
    .description('Say what the SQL locks, rewrites, loses or breaks, and the safe way.')
    .argument('[name]', 'a migration or a version (default: all that are not released)')
    .addHelpText(
      'after',
      examples('schemactl migration lint', 'schemactl migration lint 007_add_ratings'),
    )
    .action((name) =>
      run(async (context) => (await import('./lint.ts')).lintMigration(context, name)),
    );
  const test = new Command('test')
    .description('Try migrations forwards and back on a throwaway database full of rows.')
    .argument('[name]', 'a migration or a version (default: the version in work)')
    .option(...serverOption)
    .addHelpText('after', examples('schemactl migration test', 'schemactl migration test 2.0.0'))
    .action((word, { server }) =>
      run(async (context) => (await import('./test.ts')).testMigration(context, { word, server })),
    );
  const renumber = new Command('renumber')
    .description(
      'After a merge of two branches: give migrations whose numbers clash the next free ones.',
    )
    .argument(
      '[name]',
      'the one that comes last (default: those that the main branch does not have)',
    )
    .addHelpText(
      'after',
      examples('schemactl migration renumber', 'schemactl migration renumber 007_add_ratings'),
    )
    .action((name) =>
      run(async (context) => (await import('./renumber.ts')).renumberMigrations(context, name)),
    );
  return new Command('migration')
    .description('Write, lint and try the SQL between two versions.')
    .addHelpText('after', examples('schemactl migration new add_ratings'))
    .addCommand(create)
    .addCommand(lint)
    .addCommand(test)
    .addCommand(renumber);
}
