import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import type { Runner } from '../../command-context.ts';
import {
  apiOption,
  collectRename,
  dataOption,
  examples,
  noRenamesOption,
  renameOption,
  serverOption,
} from '../descriptions.ts';

/** The commands about the working schema: `validate`, `format`, `diff`, `change`, `check`. */
export function schemaCommands(run: Runner): readonly CommandUnknownOpts[] {
  const validate = new Command('validate')
    .description('Find every mistake in the schema: file, line, column and the line itself.')
    .argument('[path]', 'a .prisma file or a folder of them (default: schema/ of the repository)')
    .addHelpText('after', examples('schemactl validate', 'schemactl validate drafts/next.prisma'))
    .action((path) =>
      run(async (context) => (await import('./validate.ts')).validate(context, path)),
    );
  const format = new Command('format')
    .description("Lay the schema's files out as Prisma's tools do.")
    .argument('[path]', 'a .prisma file or a folder of them (default: schema/ of the repository)')
    .option('--check', 'change nothing; exit code 1 where a file is not laid out so')
    .addHelpText('after', examples('schemactl format', 'schemactl format --check'))
    .action((path, { check = false }) =>
      run(async (context) => (await import('./format.ts')).format(context, { path, check })),
    );
  const diff = new Command('diff')
    .description('Say what lies between two schemas, who it breaks, and the bump it asks for.')
    .argument(
      '[from]',
      'a version, latest, working, a git reference, a path or postgresql://...',
      'latest',
    )
    .argument('[to]', 'the same', 'working')
    .option('--sql', 'the SQL that leads a database from one to the other')
    .option('--markdown', 'as a comment for a pull request')
    .option('--exit-code', 'exit code 1 where there is a difference')
    .option('--open', 'in the browser: sends the schema to a Schema API, and prints the address')
    .option(...apiOption)
    .option(...dataOption)
    .addHelpText(
      'after',
      examples(
        'schemactl diff',
        'schemactl diff 1.1.0 2.0.0',
        'schemactl diff git:main --markdown',
        'schemactl diff --open',
      ),
    )
    .action((from, to, { sql = false, markdown = false, exitCode = false, data, open, api }) =>
      run(async (context) =>
        open
          ? (await import('./open-diff.ts')).openDiff(context, {
              ...{ from, to, api },
              others: { '--sql': sql, '--markdown': markdown, '--data': data !== undefined },
            })
          : (await import('./diff.ts')).diffSchemas(context, {
              ...{ from, to, sql, markdown, exitCode, data },
            }),
      ),
    );
  const change = new Command('change')
    .description('Do all that an edit of the schema asks for: migration, trial, changeset.')
    .argument('[name]', 'of the migration and the changeset (default: made from the changes)')
    .option(...renameOption, collectRename, [])
    .option(...noRenamesOption)
    .option(...dataOption)
    .option(...serverOption)
    .addHelpText('after', examples('schemactl change', 'schemactl change add_ratings'))
    .action((name, { rename, renames, server, data }) =>
      run(async (context) =>
        (await import('./change.ts')).change(context, {
          name,
          renames: rename,
          noOthers: !renames,
          server,
          data,
        }),
      ),
    );
  const check = new Command('check')
    .description('For CI: find what keeps the work from being merged, and what would let it pass.')
    .option(...serverOption)
    .addHelpText('after', examples('schemactl check', 'schemactl check --json'))
    .action(({ server }) =>
      run(async (context) => (await import('./check.ts')).check(context, { server })),
    );
  return [validate, format, diff, change, check];
}
