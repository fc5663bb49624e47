import { tokenFor } from '@schema-service/command-line';
import type { RemoteOptions } from '@schema-service/migrator';
import { usageError, type Values, type Variables } from '../command-line.ts';
import { allowDrift, unknownIs } from '../command-options.ts';
import { type CommandName, usageOf } from '../command-table.ts';
import { type Retirement, readBrownout, readQuiet, readRetirement } from '../version-options.ts';

/** A command that a Schema API does, in one of its environments. */
export interface ApiCommand {
  readonly kind: 'api';
  readonly name: ApiCommandName;
  readonly url: string;
  readonly token?: string;
  readonly environment: string;
  readonly to?: string;
  /** Which run to cancel or to wait for; the one under way where it is left out. */
  readonly run?: string;
  /** Of a pause. */
  readonly note?: string;
  /** Of `versions`, `contract` and `abandon`: within how many milliseconds a hello counts. */
  readonly quietMs?: number;
  /** Of `contract` and `abandon`: the version that is to go. */
  readonly ending?: string;
  /** Of `retire`. */
  readonly retirement?: Retirement & { readonly version: string };
  readonly json: boolean;
  readonly yes: boolean;
  readonly dryRun: boolean;
  readonly options: RemoteOptions;
}

const API_COMMANDS = [
  'status',
  'history',
  'versions',
  'retire',
  'contract',
  'abandon',
  'adopt',
  'plan',
  'up',
  'down',
  'retry',
  'cancel',
  'wait',
  'pause',
  'resume',
] as const;
type ApiCommandName = (typeof API_COMMANDS)[number];

/**
 * Reads a command that goes to a Schema API; nothing where it does not.
 *
 * @throws SchemaServiceError COMMAND_USAGE
 */
export function readApiCommand(
  command: CommandName,
  values: Values,
  variables: Variables,
  version: string | undefined,
): ApiCommand | undefined {
  const name = API_COMMANDS.find((known) => known === command);
  if (values.api === undefined || name === undefined) return undefined;
  const { api: url, env = [], to, run, note } = values;
  const [environment] = env;
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw usageError('--api is no http or https address.', '--api https://schemas.example.org');
  }
  if (environment === undefined || env.length > 1) {
    throw usageError('--api takes one environment.', usageOf(name));
  }
  if (name === 'down' && to === undefined) throw usageError('down needs a version.', usageOf(name));
  const isOfVersion = name === 'retire' || name === 'contract' || name === 'abandon';
  if (isOfVersion && version === undefined) {
    throw usageError(`${name} needs a version.`, usageOf(name));
  }
  const token = tokenFor(url, variables);
  const unknown = unknownIs(values);
  return {
    ...{ kind: 'api', name, url, environment, json: values.json, yes: values.yes },
    dryRun: values['dry-run'],
    ...(token ? { token } : {}),
    ...(to === undefined ? {} : { to }),
    ...(run === undefined ? {} : { run }),
    ...(note === undefined ? {} : { note }),
    ...readQuiet(values),
    ...(name === 'retire' && version !== undefined
      ? { retirement: { version, ...readRetirement(values) } }
      : {}),
    ...(isOfVersion && version !== undefined ? { ending: version } : {}),
    options: {
      ...(isOfVersion ? readQuiet(values) : {}),
      ...readBrownout(values),
      ...(values['allow-data-loss'] ? { allowDataLoss: true } : {}),
      ...allowDrift(values),
      ...(values['allow-edited-down'] ? { allowEditedDown: true } : {}),
      ...(values['allow-non-empty'] ? { allowNonEmpty: true } : {}),
      ...(unknown === undefined ? {} : { unknown }),
    },
  };
}
