import { readFileSync } from 'node:fs';
import { looksLikeDatabaseUrl, readDatabaseServers } from '@schema-service/database-url';
import { assertNever } from '@schema-service/errors';
import {
  type ApprovedPlan,
  type Environment,
  IMPORT_TOOLS,
  type ImportTool,
  isVersion,
  parseApprovedPlan,
  type Repair,
  type RolloutStage,
  rolloutStages,
} from '@schema-service/migrator';
import { type ApiCommand, readApiCommand } from './api/api-command.ts';
import { chooseDatabase, chooseEnvironments, isRollout } from './choose-databases.ts';
import { parse, usageError, type Values, type Variables } from './command-line.ts';
import {
  type CommandOptions,
  type CommonOptions,
  type InFolder,
  readCommonOptions,
} from './command-options.ts';
import { COMMANDS, type CommandName, refuseOtherOptions, usageOf } from './command-table.ts';
import type { PlanForm } from './plan-command.ts';
import { type Retirement, readBrownout, readQuiet, readRetirement } from './version-options.ts';

/** What was asked for on the command line. */
export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | ({ readonly kind: 'status' } & UpTo & CommandOptions)
  | ({ readonly kind: 'history' } & CommandOptions)
  | ({ readonly kind: 'plan' } & UpTo & PlanForm & CommandOptions)
  | ({ readonly kind: 'up' } & UpTo & CommandOptions)
  | ({ readonly kind: 'wait'; readonly atLeast: string } & CommandOptions)
  | RolloutCommand
  | ({ readonly kind: 'retry' } & CommandOptions)
  | ({ readonly kind: 'down'; readonly to: string } & CommandOptions)
  | RepairCommand
  | MarkCommand
  | PauseCommand
  | ImportCommand
  | ({ readonly kind: 'verify'; readonly to?: string } & CommandOptions)
  | ({ readonly kind: 'snapshot' } & CommandOptions & InFolder)
  | BaselineCommand
  | SquashCommand
  | VersionsCommand
  | ({ readonly kind: 'adopt' } & CommandOptions)
  | RetireCommand
  | ContractCommand
  | AbandonCommand
  | BaselineAllCommand
  | AskAllCommand
  | ApiCommand;

/** How far up. */
interface UpTo {
  readonly to?: string;
  /** Refuses a database that is further on than the files. */
  readonly strict?: boolean;
  /** Of `up --plan`. */
  readonly approved?: ApprovedPlan;
}

/** Several databases of one product. */
export interface ManyDatabases extends CommonOptions {
  readonly environments: readonly Environment[];
  readonly ledgerSchema?: string;
  readonly concurrency?: number;
}

/** `up` of several databases. */
export interface RolloutCommand extends ManyDatabases, UpTo {
  readonly kind: 'upAll';
  readonly stages?: readonly RolloutStage[];
  readonly keepGoing: boolean;
}

/** `baseline`, of a database that has no history, or again. */
export interface BaselineCommand extends CommandOptions, Again {
  readonly kind: 'baseline';
  readonly to: string;
}

interface Again {
  readonly again?: { readonly note: string };
}

/** `squash` of all that leads to a version. */
export interface SquashCommand extends CommandOptions, InFolder {
  readonly kind: 'squash';
  readonly migrations: string;
  readonly squashed: string;
  readonly leaveOut: readonly string[];
}

/** `versions` that are alive side by side. */
export interface VersionsCommand extends CommandOptions {
  readonly kind: 'versions';
  readonly quietMs?: number;
}

/** `retire`: when a version ends. */
export interface RetireCommand extends CommandOptions, Retirement {
  readonly kind: 'retire';
  readonly ending: string;
}

/** `contract`: ends a version. */
export interface ContractCommand extends CommandOptions {
  readonly kind: 'contract';
  readonly ending: string;
  readonly quietMs?: number;
  readonly brownoutMs?: number;
}

/** `abandon`: takes the highest version back. */
export interface AbandonCommand extends CommandOptions {
  readonly kind: 'abandon';
  readonly ending: string;
  readonly quietMs?: number;
}

/** `baseline` of several databases. */
export interface BaselineAllCommand extends ManyDatabases, Again {
  readonly kind: 'baselineAll';
  readonly to: string;
}

/** What changes nothing, of several databases. */
export interface AskAllCommand extends ManyDatabases, UpTo {
  readonly kind: 'askAll';
  readonly ask: 'status' | 'plan' | 'verify' | 'history' | 'versions';
  /** Of `versions`. */
  readonly quietMs?: number;
}

/** `repair`, of all that is found or of some kinds. */
export interface RepairCommand extends CommandOptions {
  readonly kind: 'repair';
  readonly only?: readonly Repair['kind'][];
}

/** `mark`: what somebody states of migrations. */
export interface MarkCommand extends CommandOptions {
  readonly kind: 'mark';
  readonly applied: readonly string[];
  readonly notApplied: readonly string[];
  readonly note: string;
}

/** `pause` and `resume` of batches. */
export interface PauseCommand extends CommandOptions {
  readonly kind: 'pause' | 'resume';
  readonly note?: string;
}

/** `import` of another tool's history. */
export interface ImportCommand extends CommandOptions {
  readonly kind: 'import';
  readonly migrations: string;
  readonly tool: ImportTool;
  /** The other tool's folder. */
  readonly source: string;
  readonly version?: string;
  /** Whether to compare with the database what the migrations make. */
  readonly compare: boolean;
  readonly scratchUrl?: string;
}

/** Where an address ends that is not written as it has to be, nobody can tell, and so not what of it is a password. */
const shown = (word: string): string =>
  looksLikeDatabaseUrl(word) ? '(the address of a database: --database-url ADDRESS)' : word;

/**
 * Reads the command line, and the config file where it names an environment.
 *
 * @throws SchemaServiceError COMMAND_USAGE
 */
export function parseCommand(args: readonly string[], variables: Variables): Command {
  const parsed = parse(args);
  const { values } = parsed;
  const [name, ...rest] = parsed.positionals;
  if (values.help || (name === undefined && args.length === 0)) return { kind: 'help' };
  if (values.version) return { kind: 'version' };
  if (!isCommand(name)) {
    const known = Object.keys(COMMANDS).join(', ');
    throw usageError(`There is no command ${shown(name ?? '')}. There are: ${known}.`);
  }
  const word = NAMING_A_VERSION.includes(name) ? rest[0] : undefined;
  const further = word === undefined ? rest : rest.slice(1);
  if (further.length > 0)
    throw usageError(`Too many words: ${further.map(shown).join(' ')}`, usageOf(name));
  refuseOtherOptions(name, parsed);
  const apiCommand = readApiCommand(name, values, variables, word);
  if (apiCommand) return apiCommand;
  const options = (): CommandOptions & InFolder => {
    const common = readCommonOptions(values, name === 'import');
    const { exclude = [], ...database } = chooseDatabase(values, variables);
    const apply = { ...common.apply, exclude: [...common.apply.exclude, ...exclude] };
    return { ...common, apply, ...database };
  };
  const { to } = values;
  switch (name) {
    case 'retry':
    case 'snapshot':
    case 'adopt':
      return { kind: name, ...options() };
    case 'history':
    case 'status':
    case 'plan':
    case 'verify':
    case 'up':
      if (isRollout(values)) {
        refuseSingle(values);
        if (name === 'up') return readRollout(values, variables);
        const many = readMany(values, variables);
        return { kind: 'askAll', ask: name, ...many, ...readUpTo(values) };
      }
      refuseRolloutOptions(values);
      if (name === 'plan') {
        return { kind: 'plan', ...readUpTo(values), ...readPlanForm(values), ...options() };
      }
      return { kind: name, ...readUpTo(values), ...options() };
    case 'down':
    case 'baseline':
      if (to === undefined) {
        throw usageError(`${name} needs a version.`, usageOf(name));
      }
      if (name === 'baseline' && isRollout(values)) {
        return { kind: 'baselineAll', to, ...readAgain(values), ...readMany(values, variables) };
      }
      refuseRolloutOptions(values);
      if (name === 'baseline') return { kind: name, to, ...readAgain(values), ...options() };
      return { kind: name, to, ...options() };
    case 'squash':
      if (word === undefined) throw usageError('squash needs a version.', usageOf(name));
      return { kind: name, squashed: word, leaveOut: values['leave-out'] ?? [], ...options() };
    case 'versions':
      if (isRollout(values)) {
        return { kind: 'askAll', ask: name, ...readMany(values, variables), ...readQuiet(values) };
      }
      refuseRolloutOptions(values);
      return { kind: name, ...readQuiet(values), ...options() };
    case 'retire':
    case 'contract':
    case 'abandon': {
      if (word === undefined) throw usageError(`${name} needs a version.`, usageOf(name));
      const ending = { ending: word, ...options() };
      if (name === 'retire') return { kind: name, ...readRetirement(values), ...ending };
      if (name === 'abandon') return { kind: name, ...readQuiet(values), ...ending };
      return { kind: name, ...readQuiet(values), ...readBrownout(values), ...ending };
    }
    case 'import':
      return { kind: 'import', ...readSource(values), ...options() };
    case 'repair':
      return { kind: 'repair', ...readOnly(values), ...options() };
    case 'mark':
      return { kind: 'mark', ...readMarks(values), ...options() };
    case 'pause':
    case 'resume': {
      const { note } = values;
      return { kind: name, ...(note === undefined ? {} : { note }), ...options() };
    }
    case 'wait':
      return { kind: 'wait', atLeast: readAtLeast(values), ...options() };
    case 'cancel':
      throw usageError(`${name} is for a run at a Schema API.`, usageOf(name));
    default:
      return assertNever(name);
  }
}

/** Its word behind the command. */
const NAMING_A_VERSION: readonly CommandName[] = ['squash', 'retire', 'contract', 'abandon'];

function isCommand(name: string | undefined): name is CommandName {
  return name !== undefined && Object.hasOwn(COMMANDS, name);
}

function readRollout(values: Values, variables: Variables): RolloutCommand {
  const many = readMany(values, variables);
  const stages = values.rollout?.split(',').map((word) => word.trim());
  return {
    kind: 'upAll',
    ...many,
    ...(stages ? { stages: rolloutStages(many.environments, stages) } : {}),
    ...readUpTo(values),
    keepGoing: values['keep-going'],
  };
}

function readPlanForm({ sql, out, json }: Values): PlanForm {
  if (sql && (out !== undefined || json)) {
    throw usageError('--sql goes without --out and --json.', usageOf('plan'));
  }
  return { ...(sql ? { sql } : {}), ...(out === undefined ? {} : { out }) };
}

/** A plan goes to a version of its own. */
function readApproved({ plan: path, to }: Values): Pick<UpTo, 'to' | 'approved'> {
  if (path === undefined) return to === undefined ? {} : { to };
  if (to !== undefined) throw usageError('Give either --to or --plan.');
  const approved = parseApprovedPlan(readPlanFile(path));
  const { targetVersion } = approved;
  return { approved, ...(targetVersion === null ? {} : { to: targetVersion }) };
}

function readPlanFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw usageError(`--plan: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function readUpTo(values: Values): UpTo {
  return { ...readApproved(values), ...(values.strict ? { strict: true } : {}) };
}

function readMany(values: Values, variables: Variables): ManyDatabases {
  const { concurrency } = values;
  if (concurrency !== undefined && !/^[1-9]\d*$/.test(concurrency)) {
    throw usageError(`--concurrency ${concurrency} is not a number of databases.`);
  }
  return {
    ...readCommonOptions(values),
    ...chooseEnvironments(values, variables),
    ...(concurrency === undefined ? {} : { concurrency: Number(concurrency) }),
  };
}

function refuseRolloutOptions(values: Values): void {
  const given = (['concurrency', 'rollout', 'keep-going'] as const).find((name) => values[name]);
  if (given === undefined) return;
  throw usageError(
    `--${given} is for several databases.`,
    'Name them with --all, --group, or more than one --env.',
  );
}

function refuseSingle(values: Values): void {
  const given = (['plan', 'out', 'sql'] as const).find((name) => values[name]);
  if (given !== undefined) throw usageError(`--${given} is for one database.`);
}

function readAtLeast({ 'at-least': version }: Values): string {
  if (version === undefined) throw usageError('What is to be waited for?', usageOf('wait'));
  if (isVersion(version)) return version;
  throw usageError(`--at-least ${version} is no semver version.`, '--at-least 1.1.0');
}

const REPAIRS: readonly Repair['kind'][] = ['failed', 'edited', 'missing'];

function readOnly({ only: names }: Values): { readonly only?: readonly Repair['kind'][] } {
  if (names === undefined) return {};
  const only = names.map((name) => {
    const kind = REPAIRS.find((known) => known === name);
    if (kind) return kind;
    throw usageError(`--only ${name} is no kind of repair.`, `There are: ${REPAIRS.join(', ')}.`);
  });
  return { only };
}

function readMarks(values: Values): Pick<MarkCommand, 'applied' | 'notApplied' | 'note'> {
  const { applied = [], 'not-applied': notApplied = [], note } = values;
  if (note === undefined || applied.length + notApplied.length === 0) {
    throw usageError('mark needs a migration and a note.', usageOf('mark'));
  }
  return { applied, notApplied, note };
}

function readAgain({ again, note }: Values): Again {
  if (!again && note === undefined) return {};
  if (again && note !== undefined) return { again: { note } };
  throw usageError('--again and --note go together.', usageOf('baseline'));
}

function readSource(values: Values): Omit<ImportCommand, 'kind' | keyof CommandOptions> {
  const { from, source, to, 'scratch-url': scratchUrl, 'no-compare': noCompare } = values;
  const tool = IMPORT_TOOLS.find((known) => known === from);
  if (!tool || source === undefined) {
    throw usageError(
      `import needs a tool (${IMPORT_TOOLS.join(', ')}) and its folder.`,
      'schema-migrator import --from prisma --source prisma/migrations --dir migrations',
    );
  }
  if (scratchUrl !== undefined) readDatabaseServers(scratchUrl, '--scratch-url');
  return {
    tool,
    source,
    compare: !noCompare,
    ...(to === undefined ? {} : { version: to }),
    ...(scratchUrl === undefined ? {} : { scratchUrl }),
  };
}
