import { type BatchDirective, meansBatches, parseBatches } from './batch-directive.ts';
import { parseDuration } from './duration.ts';
import { lineCounter } from './scan-statements.ts';
import type { ScriptProblem } from './script-problem.ts';
import { commentTokens } from './tokens.ts';

/**
 * What a down costs: `instant` loses nothing, `lossy` removes data, and
 * `impossible` says that nothing can undo the migration, whatever the script does.
 */
export type RollbackClass = (typeof ROLLBACK_CLASSES)[number];

export const ROLLBACK_CLASSES = ['instant', 'lossy', 'impossible'] as const;

/**
 * Where a script stands in a release beside which older versions stay alive. All but `contract` run in an `up`; a contract
 * removes what older versions need, and waits until none of them is in use.
 */
export type Phase = (typeof PHASES)[number];

export const PHASES = ['expand', 'fill', 'prove', 'bind', 'open', 'contract'] as const;

/** What a script asks of the migrator in the comments at its top, one `-- migrator: <directive>` a line. */
export interface ScriptDirectives {
  readonly kind: 'scriptDirectives';
  /** `-- migrator: no-transaction`, which `batches` implies: statement by statement, each on its own. */
  readonly transactional: boolean;
  /** `-- migrator: batches = <table> by <column>, target = 150ms`: each statement in many transactions. */
  readonly batches?: BatchDirective;
  /** `-- migrator: verify = SELECT …`, beside `batches`: a query that finds no row once all is done. */
  readonly verify?: VerifyDirective;
  /** `-- migrator: lock-timeout = 10s`: how long a statement waits for a lock, in ms; 0 is for ever. */
  readonly lockTimeoutMs?: number;
  /** `-- migrator: statement-timeout = 5min`: how long a statement may run, in ms; 0 is for ever. */
  readonly statementTimeoutMs?: number;
  /** `-- migrator: rollback = instant`: of a `down.sql`. */
  readonly rollback?: RollbackClass;
  /** `-- migrator: phase = expand`: of an `up.sql`. */
  readonly phase?: Phase;
  /** `-- migrator: ends = 1.0.0`: of a contract that removes what this one version needs, and not what all below its own do. */
  readonly ends?: string;
}

/** What has to find no row behind the batches. */
export interface VerifyDirective {
  /** The query, without a semicolon. */
  readonly sql: string;
  /** Line of the directive, from 1. */
  readonly line: number;
}

/** A line that is meant as a directive and is none. */
export interface DirectiveMistake {
  /** From 1. */
  readonly line: number;
  readonly text: string;
  /** What is wrong with it, where more is known than that. */
  readonly problem?: ScriptProblem;
}

/** A script. */
export interface DirectiveSource {
  readonly sql: string;
  readonly path: string;
}

export interface DirectiveReading {
  readonly directives: ScriptDirectives;
  readonly mistakes: readonly DirectiveMistake[];
}

const MEANT = /^--\s*migrator:\s*([\w-]*)/;
const DIRECTIVE = /^--\s*migrator:\s*([\w-]+)(?:\s*[=:]\s*(\S+))?\s*$/;

/** As semver has it. */
const VERSION = /^\d+\.\d+\.\d+(?:-[\w.-]+)?$/;

/** To the end of the line. */
const VERIFY = /^--\s*migrator:\s*verify\s*[=:]\s*(?<query>(?:select|with)\b.*)$/i;

/** A comment of any kind that is meant as one, however it is spelt; the names are for one without its colon. */
const MEANT_SOMEHOW =
  /^(?:--+|\/\*+)[\s*]*migrator(?:\s*:|\s*[=\s]\s*(?:no[-_ ]?transaction|batches|verify|lock[-_ ]?timeout|statement[-_ ]?timeout|rollback|phase|ends)\b)/i;
/** A whole directive behind another word: `-- migration: no-transaction`. */
const MISNAMED =
  /^--+\s*\w+\s*:\s*(?:no-transaction|(?:batches|lock-timeout|statement-timeout|rollback|phase|ends)\s*=.*)$/i;
const MAY_BE_MEANT = /(?:--|\/\*)[-\s*]*migrator[\s:=]/i;

/**
 * Reads the directives of an `up.sql` or a `down.sql`, which the end of the path tells. They stand at the top, with nothing
 * before them but empty lines and comments of a line; one that stands elsewhere, or is spelt otherwise, is a mistake.
 */
export function readDirectives({ sql, path }: DirectiveSource): DirectiveReading {
  let directives: ScriptDirectives = { kind: 'scriptDirectives', transactional: true };
  const mistakes: DirectiveMistake[] = [];
  /** By name, the line of each. */
  const lines = new Map<string, number>();
  let line = 0;
  let end = 0;
  for (const written of topLines(sql)) {
    line++;
    const text = written.trim();
    end += written.length + 1;
    const [meant, name = ''] = MEANT.exec(text) ?? [];
    if (meant === undefined) {
      if (MEANT_SOMEHOW.test(text) || MISNAMED.test(text)) {
        mistakes.push({ line, text, problem: misspelt(text, line) });
      }
      continue;
    }
    const first = lines.get(name);
    if (first !== undefined) {
      mistakes.push({ line, text, problem: repeated(name, first, line) });
      continue;
    }
    lines.set(name, line);
    if (meansBatches(text)) {
      const batches = parseBatches(written.trimEnd(), line);
      if ('kind' in batches) mistakes.push({ line, text, problem: batches });
      else directives = { ...directives, transactional: false, batches };
      continue;
    }
    const query = VERIFY.exec(text)?.groups?.query;
    if (query !== undefined) {
      directives = { ...directives, verify: { sql: query.replace(/\s*;\s*$/, ''), line } };
      continue;
    }
    const directive = parseDirective(text);
    const belongs =
      (directive?.rollback === undefined || path.endsWith('down.sql')) &&
      ((directive?.phase ?? directive?.ends) === undefined || path.endsWith('up.sql'));
    if (directive && belongs) directives = { ...directives, ...directive };
    else mistakes.push({ line, text });
  }
  return { directives, mistakes: [...mistakes, ...misplacedBehind(sql, end)] };
}

/**
 * Where an `up.sql` stands, without a look at anything below its top. A mistake is for {@link readDirectives} to tell.
 */
export function readPhase(sql: string): Pick<ScriptDirectives, 'phase' | 'ends'> {
  const directives = [...topLines(sql)].map((line) => parseDirective(line.trim()));
  const { phase, ends }: Partial<ScriptDirectives> = Object.assign({}, ...directives);
  return { ...(phase ? { phase } : {}), ...(ends ? { ends } : {}) };
}

/** Those below the top, where nothing reads them. */
function misplacedBehind(sql: string, from: number): readonly DirectiveMistake[] {
  // Few scripts have any, and a script may have many megabytes.
  if (!MAY_BE_MEANT.test(sql.slice(from))) return [];
  const lineAt = lineCounter(sql);
  return [...commentTokens(sql)].flatMap(({ start, text: written }): DirectiveMistake[] => {
    if (start < from || !MEANT_SOMEHOW.test(written)) return [];
    const line = lineAt(start);
    const text = written.split(/[\r\n]/, 1)[0]?.trim() ?? '';
    return [{ line, text, problem: misplaced(text, line, start - sql.lastIndexOf('\n', start)) }];
  });
}

const misspelt = (text: string, line: number): ScriptProblem => ({
  kind: 'scriptProblem',
  ...{ line, column: 1 },
  message: `this is meant as a directive and is none: ${text}`,
  why: 'A directive is written in small letters: -- migrator: <directive>. Otherwise it would silently do nothing.',
  fix: 'Write for example: -- migrator: no-transaction',
});

const misplaced = (text: string, line: number, column: number): ScriptProblem => ({
  kind: 'scriptProblem',
  ...{ line, column },
  message: `this directive does not stand at the top: ${text}`,
  why: 'Directives are read from the first lines of a script. Nothing stands before them but empty lines and comments that begin with --.',
  fix: 'Move the line to the top of the file.',
});

/** The empty lines and the comments that a script begins with. */
function* topLines(sql: string): Generator<string> {
  for (const line of linesOf(sql)) {
    const text = line.trim();
    if (text !== '' && !text.startsWith('--')) return;
    yield line;
  }
}

/** Lazily, because only the top of a file that may have many megabytes is of interest. */
function* linesOf(sql: string): Generator<string> {
  for (let start = 0; start < sql.length; ) {
    const newline = sql.indexOf('\n', start);
    const end = newline === -1 ? sql.length : newline;
    yield sql.slice(start, end);
    start = end + 1;
  }
}

const repeated = (name: string, first: number, line: number): ScriptProblem => ({
  kind: 'scriptProblem',
  ...{ line, column: 1 },
  message: `${name} stands on line ${first} already.`,
  why: 'One of the two would silently do nothing.',
  fix:
    name === 'batches'
      ? 'Put what is for another table into a migration of its own.'
      : 'Leave one of them.',
});

function parseDirective(text: string): Partial<ScriptDirectives> | undefined {
  const [, name, value] = DIRECTIVE.exec(text) ?? [];
  if (name === 'no-transaction' && value === undefined) return { transactional: false };
  const duration = parseDuration(value);
  if (name === 'lock-timeout' && duration !== undefined) return { lockTimeoutMs: duration };
  if (name === 'statement-timeout' && duration !== undefined) {
    return { statementTimeoutMs: duration };
  }
  const phase = PHASES.find((known) => known === value);
  if (name === 'phase' && phase) return { phase };
  if (name === 'ends' && value !== undefined && VERSION.test(value)) return { ends: value };
  const rollback = ROLLBACK_CLASSES.find((known) => known === value);
  return name === 'rollback' && rollback ? { rollback } : undefined;
}
