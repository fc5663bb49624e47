import type { NativeType, ScalarType } from '@schema-service/schema-model';
import type { FieldType } from '../../change.ts';
import { type Verdict, verdict } from './rule.ts';

/** Types of the client that hold a number, from narrow to wide. */
const numbers: readonly ScalarType[] = ['Int', 'BigInt', 'Float', 'Decimal'];

/** Types whose columns the drivers give to the client as something that is never text. */
const neverText: readonly ScalarType[] = ['Boolean', 'Bytes', 'Float', 'Int'];

type ScalarFieldType = Extract<FieldType, { readonly kind: 'scalar' }>;

const depends = {
  oldClientReads: 'depends',
  oldClientWrites: 'depends',
  newClientOnOldDatabase: 'depends',
} as const;

export function judgeScalarTypes(before: ScalarFieldType, after: ScalarFieldType): Verdict {
  if (before.type === after.type) return judgeColumns(before.nativeType, after.nativeType);
  const [from, to] = [numbers.indexOf(before.type), numbers.indexOf(after.type)];
  if (from !== -1 && to !== -1) {
    return from < to
      ? verdict(
          {
            ...depends,
            oldClientWrites: after.type === 'Decimal' ? 'depends' : 'yes',
            clientApi: 'breaks',
          },
          {
            reason:
              'Old clients fail on numbers that their type does not hold, or get them as another type, as new ones do on the old database; code that uses the old type no longer compiles.',
          },
        )
      : verdict(
          { ...depends, clientApi: 'breaks' },
          {
            reason:
              'The database refuses numbers that old clients write, new clients fail on those of the old one, and code that uses the old type no longer compiles.',
          },
        );
  }
  if (before.type === 'String' && neverText.includes(after.type)) {
    return verdict({
      oldClientReads: 'no',
      oldClientWrites: 'no',
      newClientOnOldDatabase: 'depends',
      clientApi: 'breaks',
    });
  }
  return verdict({ ...depends, clientApi: 'breaks' });
}

/** Other columns behind one type of the client. */
function judgeColumns(before: NativeType, after: NativeType): Verdict {
  if (isMoment(before) && isMoment(after) && precisionOf(before) === precisionOf(after)) {
    return verdict(
      {},
      {
        reason:
          'Clients work in UTC, where a moment is the same in either column. Other sessions may see it in a zone of theirs.',
      },
    );
  }
  if (hasMoreRoom(before, after)) {
    return verdict(
      { newClientOnOldDatabase: 'depends' },
      {
        reason:
          'The column holds what it did, and more; the old database refuses or rounds what only the new one holds.',
        exception: { bump: 'patch', because: 'The client is the same, to the letter.' },
      },
    );
  }
  if (hasMoreRoom(after, before)) {
    return isInteger(after.name)
      ? verdict(
          { oldClientReads: 'depends', oldClientWrites: 'depends' },
          { reason: 'The column refuses numbers that it no longer holds, also to filter by.' },
        )
      : verdict(
          { oldClientWrites: 'depends' },
          { reason: 'The column refuses or rounds what it no longer holds.' },
        );
  }
  return ownPythonType(before) === ownPythonType(after)
    ? verdict(depends, {
        reason:
          'Another column type stores, compares and refuses other things behind the same client.',
      })
    : verdict(
        { ...depends, clientApi: 'breaks' },
        {
          reason:
            'Another column type stores, compares and refuses other things, and Python has a type of its own for it: code that uses the old one no longer compiles.',
        },
      );
}

/** Columns that Python has a type of its own for, where TypeScript has one for many. */
const pythonTypes: Readonly<Record<string, string>> = {
  Date: 'date',
  Time: 'time',
  Timetz: 'time',
  Uuid: 'UUID',
};

function ownPythonType({ name }: NativeType): string | undefined {
  return pythonTypes[name];
}

const ranges: Readonly<Record<string, number>> = {
  SmallInt: 16,
  Integer: 32,
  Real: 24,
  DoublePrecision: 53,
};

/** Types that take a length or a precision, and what they have without one. */
const precisions: Readonly<Record<string, number>> = {
  VarChar: Number.POSITIVE_INFINITY,
  Time: 6,
  Timetz: 6,
  Timestamp: 6,
  Timestamptz: 6,
  VarBit: Number.POSITIVE_INFINITY,
};

/** Whether a column of the second type holds everything that one of the first does, as it is. */
function hasMoreRoom(from: NativeType, to: NativeType): boolean {
  if (from.name === 'VarChar' && to.name === 'Text') return true;
  if (from.name === 'Decimal' && to.name === 'Decimal') {
    const [precision = 65, scale = 30] = from.args;
    const [newPrecision = 65, newScale = 30] = to.args;
    return newScale >= scale && newPrecision - newScale >= precision - scale;
  }
  if (from.name !== to.name) {
    const [range, newRange] = [ranges[from.name], ranges[to.name]];
    const isSameKind = isInteger(from.name) === isInteger(to.name);
    return isSameKind && range !== undefined && newRange !== undefined && newRange > range;
  }
  const fallback = precisions[from.name];
  if (fallback === undefined) return false;
  return (to.args[0] ?? fallback) >= (from.args[0] ?? fallback);
}

const isMoment = ({ name }: NativeType): boolean => name === 'Timestamp' || name === 'Timestamptz';

const precisionOf = ({ name, args }: NativeType): number | undefined => args[0] ?? precisions[name];

const isInteger = (name: string): boolean => name === 'SmallInt' || name === 'Integer';
