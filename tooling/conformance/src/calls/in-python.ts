import type { PythonNaming } from '@schema-service/codegen';
import type { Model, SchemaModel } from '@schema-service/schema-model';
import type { Argument, Arguments, ArgumentValue, Call, Shape } from './call.ts';
import { modelOf } from './schema-facts.ts';

type Write = (model: Model, args: Argument) => Argument;

/** Translates calls of Prisma's to those of the Python client, as its users write them. */
export function inPython(schema: SchemaModel, naming: PythonNaming): (call: Call) => object {
  const where: Write = (model, args) =>
    mapped(args, (key, value) => {
      if (key === 'AND' || key === 'OR' || key === 'NOT') return { [key]: where(model, value) };
      const target = targetOf(model, key);
      if (target === undefined) return column(model, key, value);
      const name = naming.field(model.name, key);
      if (!isObject(value) || !hasOnly(value, RELATION_FILTERS)) {
        return { [name]: where(target, value) };
      }
      return {
        [name]: mapped(value, (operator, inner) => ({ [snake(operator)]: where(target, inner) })),
      };
    });

  /** A column, or the columns of a key by the key's name. */
  const column = (model: Model, key: string, value: Argument): Arguments => {
    if (model.fields.some(({ name }) => name === key)) {
      return { [naming.field(model.name, key)]: operators(value) };
    }
    return mapped(value, (field, inner) => ({
      [naming.field(model.name, field)]: inner,
    })) as Arguments;
  };

  const operators = (args: Argument): Argument =>
    mapped(args, (operator, value) => ({ [snake(operator)]: operators(value) }));

  const data: Write = (model, args) =>
    mapped(args, (key, value) => {
      const target = targetOf(model, key);
      const name = naming.field(model.name, key);
      if (target === undefined) return { [name]: value };
      return {
        [name]: mapped(value, (operator, inner) => ({
          [snake(operator)]: nested(operator, target, inner),
        })),
      };
    });

  const nested = (operator: string, model: Model, args: Argument): Argument => {
    if (Array.isArray(args)) return args.map((each) => nested(operator, model, each));
    if (typeof args === 'boolean') return args;
    if (operator === 'create') return data(model, args);
    if (['connect', 'disconnect', 'set', 'delete', 'deleteMany'].includes(operator)) {
      return where(model, args);
    }
    const isData = operator === 'update' && !(isObject(args) && 'data' in args);
    if (isData) return data(model, args);
    return mapped(args, (part, inner) => ({
      [snake(part)]:
        part === 'where'
          ? where(model, inner)
          : part === 'skipDuplicates'
            ? inner
            : Array.isArray(inner)
              ? inner.map((each) => data(model, each))
              : data(model, inner),
    }));
  };

  const include: Write = (model, args) =>
    mapped(args, (key, value) => {
      const target = targetOf(model, key);
      if (target === undefined) return {};
      return { [naming.field(model.name, key)]: isObject(value) ? options(target, value) : value };
    });

  const options: Write = (model, args) =>
    mapped(args, (key, value) => {
      switch (key) {
        case 'where':
        case 'cursor':
          return { [key]: where(model, value) };
        case 'data':
        case 'create':
        case 'update':
          return { [key]: data(model, value) };
        case 'distinct':
          return {
            distinct: (value as readonly string[]).map((name) => naming.field(model.name, name)),
          };
        case 'orderBy':
          return { order_by: orderBy(model, value) };
        case 'include':
          return { include: include(model, value), ...counts(model, value) };
        default:
          return { [snake(key)]: value };
      }
    });

  const counts = (model: Model, args: Argument): Arguments => {
    const counted = isObject(args) ? (args._count ?? null) : null;
    if (!isObject(counted)) return {};
    return {
      counts: mapped(counted.select ?? {}, (key, value) => ({
        [naming.field(model.name, key)]: value,
      })),
    };
  };

  const orderBy: Write = (model, args) =>
    mapped(args, (key, value) => {
      const target = targetOf(model, key);
      const name = naming.field(model.name, key);
      if (target === undefined || (isObject(value) && '_count' in value)) return { [name]: value };
      return { [name]: orderBy(target, value) };
    });

  const targetOf = (model: Model, key: string): Model | undefined => {
    const field = model.fields.find(({ name }) => name === key);
    return field?.kind === 'relation' ? modelOf(schema, field.type) : undefined;
  };

  const shape = (model: Model, { fields, relations, counts: counted }: Shape): Shape => ({
    fields: fields.map((field) => ({ ...field, name: naming.field(model.name, field.name) })),
    relations: relations.flatMap(({ name, shape: inner }) => {
      const target = targetOf(model, name);
      return target ? [{ name: naming.field(model.name, name), shape: shape(target, inner) }] : [];
    }),
    counts: counted.map((name) => naming.field(model.name, name)),
  });

  /** Values of enums with the names of their classes. */
  const named = (args: Argument): Argument => {
    if (Array.isArray(args)) return args.map(named);
    if (isObject(args)) return mapped(args, (key, value) => ({ [key]: named(value) }));
    return isEnumValue(args) ? { ...args, enum: naming.enum(args.enum) } : args;
  };

  const call = (each: Call): object => {
    const model = modelOf(schema, each.model);
    if (model === undefined) throw new Error(`No client sees ${each.model}.`);
    return {
      accessor: naming.accessor(each.model),
      method: snake(each.method),
      args: named(options(model, each.args)),
      shape: shape(model, each.shape),
      ...(each.after ? { after: each.after.map(call) } : {}),
    };
  };
  return call;
}

const RELATION_FILTERS = new Set(['some', 'every', 'none', 'is', 'isNot']);

const hasOnly = (value: Arguments, keys: ReadonlySet<string>): boolean =>
  Object.keys(value).length > 0 && Object.keys(value).every((key) => keys.has(key));

/** Whether it has keys that mean something: a value has none. */
function isObject(value: Argument): value is Arguments {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !('kind' in value && value.kind === 'value')
  );
}

function isEnumValue(value: Argument): value is ArgumentValue & { readonly enum: string } {
  return typeof value === 'object' && value !== null && 'enum' in value && 'kind' in value;
}

/** The same with other keys, in lists too; values stay. */
function mapped(args: Argument, change: (key: string, value: Argument) => Arguments): Argument {
  if (Array.isArray(args)) return args.map((each) => mapped(each, change));
  if (!isObject(args)) return args;
  return Object.assign({}, ...Object.entries(args).map(([key, value]) => change(key, value)));
}

const snake = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
