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

/** A value that its column accepts, the same every time. */
export function sampleValue(model: SchemaModel, field: ScalarField | EnumField): SampleValue {
  const one = field.kind === 'enum' ? enumSample(model, field) : scalarSample(field);
  return {
    type: field.kind === 'enum' ? 'Enum' : field.type,
    nativeType: field.kind === 'enum' ? '' : field.nativeType.name,
    value: field.arity === 'list' ? [one, one] : one,
  };
}

function enumSample(model: SchemaModel, field: EnumField): string {
  const value = model.enums.find((candidate) => candidate.name === field.type)?.values.at(-1);
  if (!value) throw new Error(`The enum ${field.type} has no values.`);
  return value.name;
}

function scalarSample(field: ScalarField): unknown {
  const [first, second] = field.nativeType.args;
  switch (field.type) {
    case 'String':
      return stringSample(field);
    case 'Boolean':
      return true;
    case 'Int':
      return 7;
    case 'BigInt':
      return '9007199254740993';
    case 'Float':
      return 2.5;
    case 'Decimal':
      return second === 0 || first === second ? '0' : '1.5';
    case 'DateTime':
      return dateTimeSample(field.nativeType.name);
    case 'Json':
      return { list: [1, null, 'ü'], nested: { yes: true } };
    case 'Bytes':
      return Buffer.from([0, 1, 254, 255]).toString('base64');
  }
}

function stringSample({ name, nativeType }: ColumnField & ScalarField): string {
  const [length] = nativeType.args;
  switch (nativeType.name) {
    case 'Uuid':
      return '3f2c8a52-6f0e-4bb7-9d5e-0f8f1f6f2a11';
    case 'Inet':
      return '10.1.2.3';
    case 'Xml':
      return '<note>ü</note>';
    case 'Bit':
    case 'VarBit':
      return '1'.repeat(length ?? 1);
    case 'Char':
      return 'c'.repeat(length ?? 1);
    default:
      return `${name} 'ü' \\`.slice(0, length);
  }
}

function dateTimeSample(nativeType: string): string {
  if (nativeType === 'Date') return '2026-02-28T00:00:00.000Z';
  if (nativeType.startsWith('Time') && !nativeType.startsWith('Timestamp'))
    return '1970-01-01T13:14:15.000Z';
  return '2026-02-28T13:14:15.000Z';
}
