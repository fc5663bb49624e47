import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import type { Runner } from '../../command-context.ts';
import { examples, serverOption } from '../descriptions.ts';

/** `schemactl version ...`: releases as they are frozen. */
export function versionCommand(run: Runner): CommandUnknownOpts {
  const create = new Command('create')
    .description('Freeze the work as the version that `changeset version` made.')
    .option('--date <date>', 'the day of the release, YYYY-MM-DD (default: today)')
    .option(
      '--applies-to <versions...>',
      'a hotfix of an older line: releases of later lines that databases take it at, too',
    )
    .option(...serverOption)
    .addHelpText('after', examples('changeset version && schemactl version create'))
    .action(({ date, server, appliesTo = [] }) =>
      run(async (context) =>
        (await import('./create.ts')).createReleaseVersion(context, { date, server, appliesTo }),
      ),
    );
  return new Command('version')
    .description('Freeze releases.')
    .addHelpText('after', examples('schemactl version create'))
    .addCommand(create);
}
