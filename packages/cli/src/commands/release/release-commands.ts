import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import type { Runner } from '../../command-context.ts';
import { examples, serverOption } from '../descriptions.ts';

const versionArgument = [
  '[version]',
  'a frozen version as it lies here (2.1.0) or as git has it (v2.1.0) (default: the latest)',
] as const;

const toOption = [
  '--to <name>',
  'a registry of schema.config.json; may be given again (default: all)',
] as const;

const outOption = [
  '--out <folder>',
  'where built releases are (default: dist/releases)',
  'dist/releases',
] as const;

const skipOption = ['--skip <gate>', 'a gate to leave out; may be given again'] as const;

/** `schemactl release ...`: from a frozen version to what services install. */
export function releaseCommand(run: Runner): CommandUnknownOpts {
  const plan = new Command('plan')
    .description(
      'Say what would be released now: version, changes with reasons, migrations, packages.',
    )
    .addHelpText('after', examples('schemactl release plan', 'schemactl release plan --json'))
    .action(() => run(async (context) => (await import('./plan.ts')).planTheRelease(context)));
  const build = new Command('build')
    .description('Try a frozen version by every gate, and make its packages in a folder.')
    .argument(...versionArgument)
    .option(...outOption)
    .option(
      '--workspace',
      'fill the npm packages of the workspace, too (packages/*/dist), for `changeset publish`',
    )
    .option(...skipOption, collect, [])
    .option(...serverOption)
    .addHelpText(
      'after',
      examples(
        'schemactl release build',
        'schemactl release build v2.1.0 --out out --skip clients',
      ),
    )
    .action((version, { out, workspace = false, skip, server }) =>
      run(async (context) =>
        (await import('./build.ts')).buildTheRelease(context, {
          version,
          out,
          workspace,
          skip,
          server,
        }),
      ),
    );
  const publish = new Command('publish')
    .description(
      'Upload a version to the registries, then move environments, tell services, and move latest.',
    )
    .argument(...versionArgument)
    .option(...toOption, collect, [])
    .option('--from <folder>', 'publish what `release build --out` made there, and build nothing')
    .option(
      '--deploy <environments>',
      'migrate these before latest is moved, in this order: staging,production',
    )
    .option('--no-promote', 'leave latest where it is: schemactl release promote moves it later')
    .option('--no-git-tag', 'set no git tag')
    .option('--push-tag', 'push the git tag to origin')
    .option('--dry-run', 'say what would be uploaded, and upload nothing')
    .option(...skipOption, collect, [])
    .option(...serverOption)
    .addHelpText(
      'after',
      examples(
        'schemactl release publish --dry-run',
        'schemactl release publish 2.1.0 --to npm --to pypi',
        'schemactl release publish --from dist/releases --deploy staging,production',
      ),
    )
    .action((version, options) =>
      run(async (context) =>
        (await import('./publish.ts')).publishTheRelease(context, {
          version,
          to: options.to,
          from: options.from,
          deploy: options.deploy?.split(',') ?? [],
          promote: options.promote,
          gitTag: options.gitTag,
          pushTag: options.pushTag === true,
          dryRun: options.dryRun === true,
          skip: options.skip,
          server: options.server,
        }),
      ),
    );
  const verify = new Command('verify')
    .description(
      'Download a version from every registry, compare each byte, and install it in an empty project.',
    )
    .argument(...versionArgument)
    .option(...toOption, collect, [])
    .option('--from <folder>', 'compare with what `release build --out` made there')
    .option('--no-install', 'do not install')
    .addHelpText('after', examples('schemactl release verify 2.1.0'))
    .action((version, { to, from, install }) =>
      run(async (context) =>
        (await import('./verify.ts')).verifyTheRelease(context, { version, to, from, install }),
      ),
    );
  const promote = new Command('promote')
    .description(
      'Move the tag that services install by: latest, next for a prerelease, latest-1 for an older line.',
    )
    .argument('<version>', 'a published version')
    .option(...toOption, collect, [])
    .addHelpText('after', examples('schemactl release promote 2.1.0'))
    .action((version, { to }) =>
      run(async (context) => (await import('./mark.ts')).promote(context, { version, to })),
    );
  const deprecate = new Command('deprecate')
    .description('Tell whoever installs a version to leave it.')
    .argument('<version>', 'a published version')
    .requiredOption('--message <text>', 'what is wrong')
    .option('--replacement <version>', 'the published version to use instead')
    .option(...toOption, collect, [])
    .addHelpText(
      'after',
      examples('schemactl release deprecate 2.0.0 --message "It is slow." --replacement 2.0.1'),
    )
    .action((version, { to, message, replacement }) =>
      run(async (context) =>
        (await import('./mark.ts')).giveNotice(context, {
          ...{ version, to },
          notice: {
            ...{ kind: 'deprecated', reason: message },
            ...(replacement === undefined ? {} : { replacement }),
          },
        }),
      ),
    );
  const yank = new Command('yank')
    .description('Withdraw a version: it stays for who names it, and no range leads to it.')
    .argument('<version>', 'a published version')
    .requiredOption('--message <text>', 'why')
    .option(...toOption, collect, [])
    .addHelpText('after', examples('schemactl release yank 2.1.0 --message "It loses rows."'))
    .action((version, { to, message }) =>
      run(async (context) =>
        (await import('./mark.ts')).giveNotice(context, {
          ...{ version, to },
          notice: { kind: 'yanked', reason: message },
        }),
      ),
    );
  const deploy = new Command('deploy')
    .description('Move environments of migrator.config.json to a version, one after another.')
    .argument('<version>', 'a frozen version')
    .requiredOption('--env <names>', 'in this order: staging,production')
    .option(
      '--api <url>',
      'environments of this Schema API instead, moved there; with the token of `schemactl login`',
    )
    .addHelpText(
      'after',
      examples(
        'schemactl release deploy 2.1.0 --env staging,production',
        'schemactl release deploy 2.1.0 --env production --api https://schemas.example.org',
      ),
    )
    .action((version, { env, api }) =>
      run(async (context) =>
        (await import('./deploy.ts')).deployTheRelease(context, {
          version,
          environments: env.split(','),
          ...(api === undefined ? {} : { api }),
        }),
      ),
    );
  const notify = new Command('notify')
    .description(
      'Tell the notifiers of schema.config.json of a version, again or for the first time.',
    )
    .argument(...versionArgument)
    .addHelpText('after', examples('schemactl release notify 2.1.0'))
    .action((version) =>
      run(async (context) => (await import('./notify.ts')).notifyOfRelease(context, version)),
    );
  const pending = new Command('pending')
    .description('Name the frozen versions that have no git tag yet, lowest first: for CI.')
    .addHelpText('after', examples('schemactl release pending'))
    .action(() => run(async (context) => (await import('./pending.ts')).listPending(context)));
  const command = new Command('release')
    .description('Plan, build, publish, verify and deploy releases.')
    .addHelpText('after', examples('schemactl release plan', 'schemactl release publish'));
  for (const one of [
    plan,
    pending,
    build,
    publish,
    verify,
    promote,
    deprecate,
    yank,
    deploy,
    notify,
  ]) {
    command.addCommand(one);
  }
  return command;
}

const collect = (text: string, earlier: readonly string[]): readonly string[] => [...earlier, text];
