import type {
  ColumnField,
  EnumField,
  ScalarField,
  SchemaModel,
} from '@schema-service/schema-model';

/** A value in a form that JSON carries; the runner of each language makes its own type of it. */
export interface SampleValue {
  /** A scalar type, or `Enum`. */
  readonly type: string;
  /** The PostgreSQL type, e.g. `Uuid`; empty for enums. */
  readonly nativeType: string;
  /** A string but for Boolean (boolean), Int and Float (number) and Json (anything); an array of them for a list. */
  readonly value: unknown;
}

/** A value that its column accepts, the same every time; those of other rows are others where there is room. */
export function sampleValue(
  model: SchemaModel,
  field: ScalarField | EnumField,
  row = 0,
): SampleValue {
  const one = field.kind === 'enum' ? enumSample(model, field, row) : scalarSample(field, row);
  return {
    type: field.kind === 'enum' ? 'Enum' : field.type,
    nativeType: field.kind === 'enum' ? '' : field.nativeType.name,
    value: field.arity === 'list' ? [one, one] : one,
  };
}

function enumSample(model: SchemaModel, field: EnumField, row: number): string {
  const values = model.enums.find((candidate) => candidate.name === field.type)?.values ?? [];
  const value = values.at(-1 - (row % Math.max(1, values.length)));
  if (!value) throw new Error(`The enum ${field.type} has no values.`);
  return value.name;
}

function scalarSample(field: ScalarField, row: number): unknown {
  const [first, second] = field.nativeType.args;
  switch (field.type) {
    case 'String':
      return stringSample(field, row);
    case 'Boolean':
      return row % 2 === 0;
    case 'Int':
      return 7 + row;
    case 'BigInt':
      return String(9007199254740993n + BigInt(row));
    case 'Float':
      return 2.5 + row;
    case 'Decimal':
      // With one digit ahead of the point, however many there may be.
      return second === 0 || first === second ? '0' : `${1 + (row % 8)}.5`;
    case 'DateTime':
      return dateTimeSample(field.nativeType.name, row);
    case 'Json':
      return { list: [1 + row, null, 'ü'], nested: { yes: true } };
    case 'Bytes':
      return Buffer.from([row, 1, 254, 255]).toString('base64');
  }
}

function stringSample({ name, nativeType }: ColumnField & ScalarField, row: number): string {
  const [length] = nativeType.args;
  switch (nativeType.name) {
    case 'Uuid':
      return `3f2c8a52-6f0e-4bb7-9d5e-0f8f1f6f2a${(17 + row).toString(16)}`;
    case 'Inet':
      return `10.1.2.${3 + row}`;
    case 'Xml':
      return '<note>ü</note>';
    case 'Bit':
    case 'VarBit':
      return '1'.repeat(length ?? 1);
    case 'Char':
      return (row === 0 ? '' : String(row)).padEnd(length ?? 1, 'c').slice(0, length ?? 1);
    default:
      return (row === 0 ? `${name} 'ü' \\` : `${row}${name} 'ü'`).slice(0, length);
  }
}

function dateTimeSample(nativeType: string, row: number): string {
  const day = String(28 - (row % 28)).padStart(2, '0');
  if (nativeType === 'Date') return `2026-02-${day}T00:00:00.000Z`;
  const minute = String(14 + (row % 40)).padStart(2, '0');
  if (nativeType.startsWith('Time') && !nativeType.startsWith('Timestamp'))
    return `1970-01-01T13:${minute}:15.000Z`;
  return `2026-02-${day}T13:14:15.000Z`;
}
