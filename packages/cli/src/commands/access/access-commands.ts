import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import type { Runner } from '../../command-context.ts';
import { apiOption, examples } from '../descriptions.ts';

/** `schemactl login`, `logout`, `token ...` and `audit`: who may do what at a Schema API. */
export function accessCommands(run: Runner): readonly CommandUnknownOpts[] {
  const login = new Command('login')
    .description('Keep a token for a Schema API, once it has said whose it is.')
    .option(...apiOption)
    .option('--token-stdin', 'read the token from stdin, instead of asking for it')
    .option(
      '--scope <scope>',
      'make a token with this scope by the one that is given, and keep that; may be given again',
      (scope: string, earlier: readonly string[]) => [...earlier, scope],
      [] as readonly string[],
    )
    .option('--expires <time>', 'when the one that is made ends: 30m, 12h, 90d (default: 90d)')
    .addHelpText('after', examples('schemactl login --api https://schemas.example.org'))
    .action(({ api, tokenStdin = false, scope: scopes, expires }) =>
      run(async (context) =>
        (await import('./login.ts')).login(context, { api, tokenStdin, scopes, expires }),
      ),
    );
  const logout = new Command('logout')
    .description('Forget the token for a Schema API.')
    .option(...apiOption)
    .option('--revoke', 'also end the token, everywhere')
    .addHelpText('after', examples('schemactl logout --revoke'))
    .action(({ api, revoke = false }) =>
      run(async (context) => (await import('./login.ts')).logout(context, { api, revoke })),
    );
  const audit = new Command('audit')
    .description('Show who changed what at a Schema API, the newest first.')
    .option(...apiOption)
    .option('--limit <count>', 'how many changes (default: 50)')
    .addHelpText('after', examples('schemactl audit --limit 200 --json'))
    .action(({ api, limit }) =>
      run(async (context) => (await import('./tokens.ts')).showAudit(context, { api, limit })),
    );
  return [login, logout, tokenCommand(run), audit];
}

function tokenCommand(run: Runner): CommandUnknownOpts {
  const create = new Command('create')
    .description('Make a token that may no more than yours, and print it this once.')
    .argument('<name>', 'who or what will use it')
    .option(
      '--scope <scope>',
      'read, publish, migrate:<environment>, approve:<environment> or admin; may be given again',
      (scope: string, earlier: readonly string[]) => [...earlier, scope],
      [] as readonly string[],
    )
    .option('--expires <time>', 'when it ends: 30m, 12h, 90d (default: 90d)')
    .option(...apiOption)
    .addHelpText('after', examples('schemactl token create ci --scope publish --expires 30d'))
    .action((name, { api, scope, expires }) =>
      run(async (context) =>
        (await import('./tokens.ts')).createToken(context, name, { api, scopes: scope, expires }),
      ),
    );
  const list = new Command('list')
    .description('List the tokens that are alive: all for an admin, otherwise yours.')
    .option('--all', 'also those that have ended')
    .option(...apiOption)
    .addHelpText('after', examples('schemactl token list --all'))
    .action(({ api, all = false }) =>
      run(async (context) => (await import('./tokens.ts')).listTokens(context, { api, all })),
    );
  const revoke = new Command('revoke')
    .description('End a token at once, everywhere.')
    .argument('<id>', 'its id, as `token list` shows it')
    .option('--with-made', 'also the tokens made by it (always so unless it is an admin)')
    .option(...apiOption)
    .addHelpText('after', examples('schemactl token revoke 6f1f7c1e-6a3b-4b7e-9d3c-0c8f6d1c2b3a'))
    .action((id, { api, withMade = false }) =>
      run(async (context) =>
        (await import('./tokens.ts')).revokeToken(context, id, { api, withMade }),
      ),
    );
  return new Command('token')
    .description('Make, list and end the tokens of a Schema API.')
    .addHelpText('after', examples('schemactl token create ci --scope publish'))
    .addCommand(create)
    .addCommand(list)
    .addCommand(revoke);
}
