import { readPhase } from '@schema-service/postgres-sql';
import {
  type Bridged,
  type Change,
  declarationOf,
  isRename,
  type Severity,
  subjectPath,
} from '@schema-service/schema-diff';
import { type Field, type SchemaModel, withoutAnnotations } from '@schema-service/schema-model';
import { headline, isCommentAlone } from '../changesets/summary-of.ts';
import { carryingMigrations, type MigrationText } from './carrying-migrations.ts';
import type { CodeEdit } from './client-code.ts';
import { type ChangedSchemas, serviceEdit } from './service-edit.ts';

/** What services should read of a release. */
export interface ChangelogInput {
  /** The release that the changes count from. */
  readonly from: string;
  readonly changes: readonly Change[];
  /** The two schemas between which they lie. */
  readonly previous: SchemaModel;
  readonly current: SchemaModel;
  /** Those that lead from one to the other, in order. */
  readonly migrations: readonly MigrationText[];
}

/**
 * What the changes are to services, by model: breaking ones first, each with the documentation of what is new, what a
 * service edits in TypeScript and in Python, and the migrations that carry it. Empty where nothing changed. Pure; the same
 * bytes for the same schemas.
 */
export function changelogText({ from, changes, migrations, ...given }: ChangelogInput): string {
  if (changes.length === 0) return '';
  // Names in Python follow from annotations, which are no documentation.
  const schemas = { previous: given.previous, current: given.current };
  const documented = withoutAnnotations(given.current);
  const carrying = carryingMigrations(migrations, schemas);
  const alive = [...new Set(migrations.flatMap(({ up }) => readPhase(up).ends ?? []))];
  const owners = [...new Set(changes.map(({ subject }) => ownerOf(subject)))];
  const sections = owners
    .map((owner) => ({
      owner,
      changes: bySeverity(changes.filter(({ subject }) => ownerOf(subject) === owner)),
    }))
    .sort((a, b) => rankOf(a.changes) - rankOf(b.changes) || (a.owner < b.owner ? -1 : 1))
    .map(({ owner, changes: own }) => {
      const told = own.filter((change) => !isCommentAlone(change));
      const entries = told.map((change) =>
        entryText(change, { ...schemas, documented }, [
          ...(alive.length > 0 && change.severity !== 'safe' ? [bridgedWords[change.bridged]] : []),
          ...carriedText(carrying(change)),
        ]),
      );
      const quoted = told.filter((change) => documentationOf(change, documented) !== undefined);
      return `### ${owner}\n\n${[...entries, ...documentationText(own, quoted)].join('\n')}`;
    });
  return [
    '## What changes for services',
    [`${headlineOf(changes)} since ${from}.`, ...aliveText(alive)].join(' '),
    ...sections,
  ].join('\n\n');
}

/** The versions that migrations keep alive are those that their contracts end. */
function aliveText(versions: readonly string[]): readonly string[] {
  if (versions.length === 0) return [];
  return [`Clients of ${versions.join(', ')} go on beside it, each by the views of its version.`];
}

/** What a change is to them, on such a database. */
const bridgedWords: Readonly<Record<Bridged, string>> = {
  views: 'Older clients see it as it was.',
  twin: 'Older clients have a column of their own for it.',
  fill: 'The database makes the value for older clients.',
  no: 'It holds for older clients, too.',
};

const ranks: Readonly<Record<Severity, number>> = { breaking: 0, dangerous: 1, safe: 2 };

const bySeverity = (changes: readonly Change[]): readonly Change[] =>
  changes.toSorted((a, b) => ranks[a.severity] - ranks[b.severity]);

/** Of changes in that order. Comments alone come last. */
const rankOf = ([first]: readonly Change[]): number =>
  first === undefined || isCommentAlone(first) ? 3 : ranks[first.severity];

/** The heading that a change stands under. */
function ownerOf(subject: Change['subject']): string {
  const isOfDatabase = ['schema', 'namespace', 'extension'].includes(subject.kind);
  return isOfDatabase ? 'The database' : `\`${declarationOf(subject)}\``;
}

function headlineOf(changes: readonly Change[]): string {
  const others = changes.filter((change) => !isCommentAlone(change));
  if (others.length === 0) return 'The documentation of the schema changed';
  return `${headline(others)} of the schema`;
}

/** A change as an item of a list. */
function entryText(
  change: Change,
  { documented, ...schemas }: ChangedSchemas & { readonly documented: SchemaModel },
  remarks: readonly string[],
): string {
  const { severity, reason } = change;
  const marks = { breaking: '**Breaking:** ', dangerous: '**Dangerous:** ', safe: '' };
  const { typescript, python } = serviceEdit(change, schemas);
  const documentation = documentationOf(change, documented);
  const paragraphs = [
    [
      `${marks[severity]}${titleOf(change)}.`,
      ...(severity === 'safe' ? [] : [reason]),
      ...remarks,
    ].join(' '),
    ...(documentation === undefined ? [] : [quoteText(documentation)]),
    ...(typescript === undefined ? [] : [`TypeScript:\n\n${codeText(typescript)}`]),
    ...(python === undefined ? [] : [`Python:\n\n${codeText(python)}`]),
  ];
  return `- ${paragraphs.join('\n\n').replace(/\n(?=.)/g, '\n  ')}`;
}

/** `` `Review.content` (was `body`): field renamed `` */
function titleOf(change: Change): string {
  const was = isRename(change) ? ` (was \`${change.previous.name}\`)` : '';
  const type = change.id === 'FIELD_ADDED' ? `, ${typeText(change.current)}` : '';
  const words = change.id.toLowerCase().replaceAll('_', ' ');
  return `\`${subjectPath(change.subject)}\`${was}: ${words}${type}`;
}

/** `optional String` */
function typeText(field: Field): string {
  const type = field.kind === 'unsupported' ? field.databaseType : field.type;
  return { required: type, optional: `optional ${type}`, list: `list of ${type}` }[field.arity];
}

function carriedText(migrations: readonly string[]): readonly string[] {
  if (migrations.length === 0) return [];
  const names = migrations.map((id) => `\`${id}\``);
  return [`Migration${names.length === 1 ? '' : 's'}: ${names.join(', ')}.`];
}

/** The comment of what is new: added, or under a new name. */
function documentationOf(change: Change, current: SchemaModel): string | undefined {
  switch (change.id) {
    case 'ENUM_ADDED':
    case 'ENUM_VALUE_ADDED':
    case 'MODEL_ADDED':
    case 'VIEW_ADDED':
    case 'FIELD_ADDED':
      return change.current.documentation;
    case 'FIELD_RENAMED': {
      const { entity, name } = change.subject;
      const owner = [...current.models, ...current.views].find((one) => one.name === entity);
      return owner?.fields.find((field) => field.name === name)?.documentation;
    }
    case 'ENUM_RENAMED':
      return current.enums.find(({ name }) => name === change.subject.name)?.documentation;
    case 'MODEL_RENAMED':
    case 'VIEW_RENAMED': {
      const { name } = change.subject;
      return [...current.models, ...current.views].find((one) => one.name === name)?.documentation;
    }
    default:
      return undefined;
  }
}

const quoteText = (text: string): string =>
  text
    .trim()
    .split('\n')
    .map((line) => `> ${line.trim()}`.trimEnd())
    .join('\n');

function codeText({ before, after }: CodeEdit): string {
  const lines = [...before.map((line) => `- ${line}`), ...after.map((line) => `+ ${line}`)];
  return ['```diff', ...lines, '```'].join('\n');
}

/** Comments are named together: they ask nothing of a service. Those that were quoted are told already. */
function documentationText(
  changes: readonly Change[],
  quoted: readonly Change[],
): readonly string[] {
  const told = new Set(quoted.map(({ subject }) => subjectPath(subject)));
  const paths = changes
    .filter(isCommentAlone)
    .map(({ subject }) => subjectPath(subject))
    .filter((path) => !told.has(path))
    .map((path) => `\`${path}\``);
  return paths.length === 0 ? [] : [`- The documentation changed: ${paths.join(', ')}.`];
}
