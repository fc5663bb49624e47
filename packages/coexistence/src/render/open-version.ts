import { renderScript, type Statement, statement } from '@schema-service/migration-draft';
import { quoteIdentifier, quoteLiteral, quoteText } from '@schema-service/postgres-sql';
import { qualified, type VersionLayout, type ViewLayout } from '../layout.ts';
import { type PhaseScript, phaseDirectives } from '../phase-script.ts';
import { type Hold, holdingCondition } from './hold-parents.ts';

export interface OpenOptions {
  readonly phase?: 'open' | 'expand';
  /** What its views lock. Default: nothing. */
  readonly holds?: readonly Hold[];
}

/** Makes a version's schema with all its views, in one transaction: until then nobody can see it. */
export function openVersion(
  layout: VersionLayout,
  { phase = 'open', holds = [] }: OpenOptions = {},
): PhaseScript {
  if (phase === 'expand') return adoptVersion(layout);
  return {
    kind: 'phaseScript',
    notes: [],
    phase,
    name: 'views',
    up: renderScript(
      phaseDirectives(phase),
      [`The views of ${layout.version}.`],
      [...refusalOfServer(layout), ...viewsOf(layout, holds)],
    ),
    down: renderScript(
      ['rollback = instant'],
      ['The rows are those of the tables, which stay.'],
      [statement(dropVersion(layout))],
    ),
  };
}

/** The same of a version that is alive, where nobody has made it before. Whatever goes, it stays for those who use it. */
function adoptVersion(layout: VersionLayout): PhaseScript {
  const { version, schema } = layout;
  const statements = viewsOf(layout).map(({ sql }) => `    ${sql.replaceAll('\n', '\n    ')};`);
  const guarded = [
    'DO $views$ BEGIN',
    `  IF to_regnamespace(${quoteLiteral(quoteIdentifier(schema))}) IS NULL THEN`,
    ...statements,
    '  END IF;',
    'END $views$',
  ];
  return {
    kind: 'phaseScript',
    notes: [],
    phase: 'expand',
    name: `views of ${version}`,
    up: renderScript(
      phaseDirectives('expand'),
      [`The views of ${version}, where the database does not have them.`],
      [...refusalOfServer(layout), statement(guarded.join('\n'))],
    ),
    down: renderScript(
      ['rollback = instant'],
      [`The views stay: clients of ${version} use them.`],
      [statement('SELECT 1')],
    ),
  };
}

/**
 * Before PostgreSQL 15 a view reads as its owner, for whom there are no policies: it would show every row. The server itself
 * would only say that it does not know a parameter.
 */
function refusalOfServer({ version, views }: VersionLayout): readonly Statement[] {
  const names = views.flatMap(({ isInvoker, name }) => (isInvoker ? quoteIdentifier(name) : []));
  if (names.length === 0) return [];
  const message = `the views of ${version} need PostgreSQL 15 or newer: ${names.join(', ')} have row security`;
  return [
    statement(`DO $server$ BEGIN
  IF current_setting('server_version_num')::integer < 150000 THEN
    RAISE feature_not_supported USING MESSAGE = ${quoteLiteral(message)},
      DETAIL = 'Before, a view shows every row to everybody who may read it, whatever the policies say.',
      HINT = 'Upgrade the server, and run it again: nothing of this script was changed.';
  END IF;
END $server$`),
  ];
}

/** The statements that make a version's schema. */
export const viewsOf = (
  layout: VersionLayout,
  holds: readonly Hold[] = [],
): readonly Statement[] => [
  statement(`CREATE SCHEMA ${quoteIdentifier(layout.schema)}`),
  ...namesOf(layout),
  ...layout.views.flatMap((view) => viewStatements(layout.schema, view, holds)),
];

/** What constraints are called in the version: its clients read it when they connect, to say what an error is about. */
export const namesOf = ({ schema, constraints }: VersionLayout): readonly Statement[] =>
  constraints === undefined
    ? []
    : [
        statement(
          `COMMENT ON SCHEMA ${quoteIdentifier(schema)} IS ${quoteText(JSON.stringify({ constraints }))}`,
        ),
      ];

export const dropVersion = ({ schema }: VersionLayout): string =>
  `DROP SCHEMA IF EXISTS ${quoteIdentifier(schema)} CASCADE`;

function viewStatements(
  namespace: string,
  view: ViewLayout,
  holds: readonly Hold[],
): readonly Statement[] {
  const name = qualified({ namespace, name: view.name });
  const defaults = view.columns.flatMap(({ name: column, default: value }) =>
    value === undefined ? [] : [`ALTER COLUMN ${quoteIdentifier(column)} SET DEFAULT ${value}`],
  );
  return [
    statement(`CREATE ${viewSql(namespace, view, holds)}`),
    ...(defaults.length === 0
      ? []
      : [statement(`ALTER VIEW ${name}\n  ${defaults.join(',\n  ')}`)]),
  ];
}

/** Another condition of a view that is there. Its defaults and the rights to it stay. */
export const replaceView = (
  namespace: string,
  view: ViewLayout,
  holds: readonly Hold[],
): Statement => statement(`CREATE OR REPLACE ${viewSql(namespace, view, holds)}`);

function viewSql(namespace: string, view: ViewLayout, holds: readonly Hold[]): string {
  const condition = holdingCondition(view, holds);
  const columns = view.columns.map(({ name: column, home }) =>
    column === home
      ? quoteIdentifier(column)
      : `${quoteIdentifier(home)} AS ${quoteIdentifier(column)}`,
  );
  return [
    `VIEW ${qualified({ namespace, name: view.name })}${view.isInvoker ? ' WITH (security_invoker = true)' : ''} AS`,
    `  SELECT ${columns.join(', ')}`,
    `  FROM ${qualified(view.table)}`,
    ...(condition === undefined ? [] : [`  WHERE ${condition}`]),
  ].join('\n');
}
