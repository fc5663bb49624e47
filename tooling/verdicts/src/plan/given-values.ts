import type { EnumField, ScalarField, SchemaModel } from '@schema-service/schema-model';
import type { GivenValue } from './operation.ts';

/** A value that the column accepts: another one for every seed and name of a field, the same on every run. */
export function givenValue(
  schema: SchemaModel,
  field: ScalarField | EnumField,
  seed: number,
): GivenValue {
  return given(field, field.kind === 'enum' ? enumValues(schema, field)[0] : scalar(field, seed));
}

/** Values at the edge of what the column holds, and every value of an enum. */
export function extremeValues(
  schema: SchemaModel,
  field: ScalarField | EnumField,
): readonly GivenValue[] {
  const values = field.kind === 'enum' ? enumValues(schema, field) : scalarExtremes(field);
  return values.map((value) => given(field, value));
}

export function nullValue(field: ScalarField | EnumField): GivenValue {
  return { ...given(field, null), value: null };
}

function given(field: ScalarField | EnumField, one: unknown): GivenValue {
  const value = field.arity === 'list' ? [one] : one;
  return field.kind === 'enum'
    ? { type: 'Enum', of: field.type, value }
    : { type: field.type, of: field.nativeType.name, value };
}

function enumValues(schema: SchemaModel, field: EnumField): readonly string[] {
  return schema.enums.find(({ name }) => name === field.type)?.values.map(({ name }) => name) ?? [];
}

function scalar(field: ScalarField, seed: number): unknown {
  switch (field.type) {
    case 'String':
      return text(field, seed);
    case 'Boolean':
      return true;
    case 'Int':
    case 'Float':
      return numberOf(field, seed);
    case 'BigInt':
      return String(numberOf(field, seed));
    case 'Decimal': {
      const [precision = 65, scale = 30] = field.nativeType.args;
      return String(seed % 10 ** Math.min(precision - scale, 9));
    }
    case 'DateTime':
      return moment(field.nativeType.name, seed);
    case 'Json':
      return { seed };
    case 'Bytes':
      return Buffer.from([seed]).toString('base64');
  }
}

/** Apart for most names, so that a key that points at the wrong column is seen; a SMALLINT holds it. */
function numberOf({ name }: ScalarField, seed: number): number {
  const sum = [...name].reduce((total, letter) => total + letter.charCodeAt(0), 0);
  return 1000 * (1 + (sum % 30)) + seed;
}

function text({ nativeType: { name, args } }: ScalarField, seed: number): string {
  const [length = 1] = args;
  switch (name) {
    case 'Uuid':
      return `3f2c8a52-6f0e-4bb7-9d5e-${String(seed).padStart(12, '0')}`;
    case 'Inet':
      return `10.1.2.${seed}`;
    case 'Xml':
      return `<n>${seed}</n>`;
    case 'Bit':
    case 'VarBit':
      return seed.toString(2).padStart(length, '0').slice(-length);
    case 'Char':
      return seed.toString(36).padStart(length, '0').slice(-length);
    default:
      return name === 'VarChar' && args.length > 0
        ? seed.toString(36).slice(-length)
        : `text ${seed}`;
  }
}

function moment(nativeType: string, seed: number): string {
  const day = String(1 + (seed % 28)).padStart(2, '0');
  const second = String(seed % 60).padStart(2, '0');
  if (nativeType === 'Date') return `2026-01-${day}T00:00:00.000Z`;
  if (nativeType.startsWith('Time') && !nativeType.startsWith('Timestamp')) {
    return `1970-01-01T01:02:${second}.000Z`;
  }
  return `2026-01-${day}T01:02:${second}.000Z`;
}

const integers: Readonly<Record<string, number>> = { SmallInt: 32_767, Integer: 2_147_483_647 };

function scalarExtremes(field: ScalarField): readonly unknown[] {
  const { name, args } = field.nativeType;
  const [size, scale = 0] = args;
  switch (field.type) {
    case 'String':
      if (name === 'Text') return ['', 'x'.repeat(3000)];
      return name === 'VarChar' ? ['', 'x'.repeat(size ?? 3000)] : [];
    case 'Boolean':
      return [true, false];
    case 'Int':
      return [integers[name] ?? 0, 0, -1];
    case 'BigInt':
      return ['9007199254740993', '-1'];
    case 'Float':
      return [name === 'Real' ? 1e30 : 1e300];
    case 'Decimal':
      return size === undefined ? ['0.5'] : [decimalOf(size, scale)];
    default:
      return [];
  }
}

function decimalOf(precision: number, scale: number): string {
  const whole = '9'.repeat(precision - scale) || '0';
  return scale === 0 ? whole : `${whole}.${'9'.repeat(scale)}`;
}
