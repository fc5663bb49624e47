import type { Answer, Answers, Finding, PhaseScript } from '@schema-service/coexistence';
import type { SchemaModel } from '@schema-service/schema-model';
import { wayToBoth } from './database/serve-both.ts';
import type { RuleCase } from './rule-case.ts';

/** A pair of schemas that live on one database. */
export interface SharedCase extends RuleCase {
  readonly scripts: readonly PhaseScript[];
}

/** The cases that an older client would notice, and that version schemas bridge. */
export function sharedCases(cases: readonly RuleCase[]): readonly SharedCase[] {
  return cases.filter(isNoticed).flatMap((ruleCase) => {
    const { id, previous } = ruleCase;
    const current = withNewTypes(id, ruleCase.current);
    const way = wayToBoth(previous, current, (findings) => answersTo(id, findings));
    return way.kind === 'bridged' ? [{ ...ruleCase, current, scripts: way.scripts }] : [];
  });
}

const isNoticed = ({ expected }: RuleCase): boolean =>
  expected.some(
    ({ compatibility: { oldClientReads, oldClientWrites } }) =>
      oldClientReads !== 'yes' || oldClientWrites !== 'yes',
  );

/** An author's other name for the type of an enum whose values change. */
function withNewTypes(id: string, schema: SchemaModel): SchemaModel {
  const changes = /^enum-value(?!.*--(mapped|tolerated))/.test(id);
  const enums = schema.enums.map((one) => (changes ? { ...one, dbName: `${one.dbName}_2` } : one));
  return { ...schema, enums };
}

/** What an author could say where nothing follows from the change. */
const said: Readonly<Record<string, Answer>> = {
  'enum-value-added Review.status': {
    down: `(CASE {value}::TEXT WHEN 'REJECTED' THEN 'ARCHIVED' ELSE {value}::TEXT END)::"Status"`,
  },
  'enum-value-removed Review.status': {
    up: `(CASE {value}::TEXT WHEN 'ARCHIVED' THEN 'DRAFT' ELSE {value}::TEXT END)::"Status_2"`,
  },
  'field-added--client-default Review.slug': { fill: "'slug-' || {id}" },
  'field-added--required Review.language': { fill: "'en'" },
  'field-added--unsupported-required Review.place': { fill: "'(0,0)'::point" },
  'field-made-optional Review.title': { down: "coalesce({value}, '')" },
  'field-made-optional--relation Review.productId': { down: 'coalesce({value}, 1)' },
  'field-made-required--relation Review.productId': { up: 'coalesce({value}, 1)' },
  'field-made-required Review.body': { up: "coalesce({value}, '')" },
  'field-made-required--unsupported Review.place': { up: "coalesce({value}, '(0,0)'::point)" },
  'field-removed--required Review.rating': { down: '0' },
  'field-removed--unsupported-required Review.place': { down: "'(0,0)'::point" },
};

/** What an author could have read in the place of values that do not fit: else the write is refused. */
const standIns: Readonly<Record<string, string>> = {
  'field-type-changed--enum-to-text': `'DRAFT'::"Status"`,
  'field-type-changed--int-to-text': '0',
  'field-type-changed--text-to-enum': `'DRAFT'::"Status"`,
  'field-type-changed--text-to-int': '0',
  'field-type-changed--text-to-uuid': "'00000000-0000-0000-0000-000000000000'::UUID",
};

/** That, or else the SQL that a question comes with. */
function answersTo(id: string, findings: readonly Finding[]): Answers {
  const answers = new Map<string, Answer>();
  for (const finding of findings) {
    if (finding.kind === 'unbridgeable') continue;
    const { path, annotations } = finding;
    const { key = '', sql = '' } =
      /@(?<key>\w+) (?:\w+: )?(?<sql>.*)/.exec(annotations[0] ?? '')?.groups ?? {};
    const usual = standIns[id] === undefined ? sql : `coalesce(${sql}, ${standIns[id]})`;
    answers.set(path, { ...answers.get(path), ...(said[`${id} ${path}`] ?? { [key]: usual }) });
  }
  return answers;
}
