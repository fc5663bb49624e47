import {
  type Column,
  type ConversionSides,
  convert,
  type EnumType,
  enumTransformation,
  familyOf,
} from '@schema-service/migration-draft';
import type { Answer } from './answers.ts';
import type { Undecided } from './findings.ts';

/** How the values of two homes of a field follow each other: SQL over `{value}`. */
export interface Bridge {
  readonly up: string;
  readonly down: string;
}

/** One side of a bridge. */
export interface BridgeSide {
  readonly column: Column;
  /** Its values, where the column has an enum's. */
  readonly values: EnumType | undefined;
}

/**
 * The bridge between a column of the older version and the same one of the newer. What follows from
 * the two types is derived; what could lose a value, or needs one, is asked, unless it is only the
 * older version that reads less: the nearest number, the beginning of a text, the first of a list.
 */
export function bridgeBetween(
  path: string,
  older: BridgeSide,
  newer: BridgeSide,
  answer: Answer = {},
): Bridge | readonly Undecided[] {
  const ways = [
    { key: 'up', ...derive(path, older, newer, 'up') },
    { key: 'down', ...derive(path, newer, older, 'down') },
  ] as const;
  const open = ways.filter(({ key, question }) => question !== undefined && !answer[key]);
  if (open.length > 0) {
    return open.map(({ key, sql, question = '' }) => ({
      kind: 'undecided',
      path,
      question,
      annotations: [`/// @${key} ${sql}`],
    }));
  }
  const [up, down] = ways;
  return { up: answer.up ?? up.sql, down: answer.down ?? down.sql };
}

interface Derived {
  readonly sql: string;
  /** Set where a person has to look at it. */
  readonly question?: string;
}

function derive(path: string, from: BridgeSide, to: BridgeSide, way: 'up' | 'down'): Derived {
  const cast = castOf(path, from, to);
  const isHarmless = way === 'down' && readsLess(from.column, to.column);
  const question = isHarmless ? undefined : cast.question;
  const mayBeNull = !from.column.isRequired || (from.column.isList && !to.column.isList);
  if (!to.column.isRequired || !mayBeNull) return { sql: cast.sql, ...asked(question) };
  const { default: standIn } = to.column;
  if (standIn !== undefined) {
    return { sql: `coalesce(${cast.sql}, ${standIn})`, ...asked(question) };
  }
  const version = way === 'up' ? 'older' : 'newer';
  return {
    sql: `coalesce(${cast.sql}, ...)`,
    question:
      question ?? `Decide what rows have in ${path} that the ${version} version left empty.`,
  };
}

const asked = (question: string | undefined): Pick<Derived, 'question'> =>
  question === undefined ? {} : { question };

/** What does not fit has a nearest number, a beginning or a first element, which is read in its place. */
function readsLess(from: Column, to: Column): boolean {
  if (from.isList !== to.isList) return from.isList;
  const [family, other] = [familyOf(from), familyOf(to)];
  return family === other && (family === 'number' || family === 'text');
}

const VALUE = '{value}';

function castOf(path: string, from: BridgeSide, to: BridgeSide): Derived {
  const sides: ConversionSides = {
    from: from.column,
    to: to.column,
    place: path,
    column: VALUE,
    type: to.column.type,
    enums: { from: from.values, to: to.values },
    fallback: undefined,
    isKey: false,
  };
  if (
    from.values !== undefined &&
    to.values !== undefined &&
    from.column.isList === to.column.isList
  ) {
    return enumCast(sides, from.values, to.values);
  }
  if (isMoment(from.column) && isMoment(to.column) && from.column.isList === to.column.isList) {
    // Clients write in UTC, whatever zone the session has.
    const isZoned = from.column.element.startsWith('TIMESTAMPTZ');
    const isSame = isZoned === to.column.element.startsWith('TIMESTAMPTZ');
    const zone = isSame || from.column.isList ? '' : " AT TIME ZONE 'UTC'";
    return {
      sql: zone === '' ? `${VALUE}::${to.column.type}` : `(${VALUE}${zone})::${to.column.type}`,
    };
  }
  const { using, decision } = convert(sides);
  const plain = from.column.type === to.column.type ? VALUE : `${VALUE}::${to.column.type}`;
  return {
    sql: using ?? plain,
    ...asked(decision === undefined ? undefined : `Decide on ${decision.about}.`),
  };
}

const isMoment = ({ element }: Column): boolean => /^TIMESTAMP(TZ)?\b/.test(element);

function enumCast(sides: ConversionSides, from: EnumType, to: EnumType): Derived {
  const isSame = sides.from.elementKey === sides.to.elementKey;
  const lost = from.values.filter(
    (value) =>
      !to.values.some((other) => (isSame ? other.key === value.key : other.name === value.name)),
  );
  const names = lost.map(({ key }) => key).join(', ');
  return {
    sql: enumTransformation(sides),
    ...asked(
      lost.length === 0
        ? undefined
        : `Decide what ${names} of ${sides.place} is to those who do not have it.`,
    ),
  };
}
