import type { SchemaModel } from '@schema-service/schema-model';
import type { GeneratedFile } from '../../generated-package.ts';
import type { TypeNames } from '../../type-names.ts';
import { docComment } from '../../type-script-source.ts';
import { visibleModels, visibleViews } from '../../visible-schema.ts';
import { createSchema, type JsonSchema, rowSchema } from './json-schema.ts';

interface Validator {
  /** Its name, which is that of the type of what it lets through. */
  readonly name: string;
  readonly schema: JsonSchema;
}

/**
 * `/validators`: for each row and each input of a creation, as they are in JSON, a
 * JSON Schema and a validator (Standard Schema v1: https://standardschema.dev).
 */
export function validatorFiles(schema: SchemaModel, names: TypeNames): readonly GeneratedFile[] {
  const validators: readonly Validator[] = [
    ...[...visibleModels(schema), ...visibleViews(schema)].flatMap((entity) =>
      named(names.row.get(entity.name), rowSchema(entity, schema)),
    ),
    ...visibleModels(schema).flatMap((model) =>
      named(names.createInput.get(model.name), createSchema(model, schema)),
    ),
  ];
  const constants = validators.map(
    ({ name, schema: told }) =>
      `export const ${name} = /* @__PURE__ */ $standard(${JSON.stringify(told, null, 2)});\n`,
  );
  const text = `${RUNTIME}\n${constants.join('\n')}`;
  const declarations = (index: string): string =>
    `import type * as $types from '${index}';\n${DECLARATIONS}\n${validators
      .map(
        ({ name }) =>
          `${docComment(`Lets {@link $types.${name}} through as it is in JSON.`)}export declare const ${name}: $Validator<$types.${names.fixed.Serialized}<$types.${name}>>;\n`,
      )
      .join('')}`;
  return [
    { path: 'validators.mjs', content: text },
    {
      path: 'validators.js',
      content: text.replace(/^export const (\S+) =/gm, 'exports.$1 ='),
    },
    { path: 'validators.d.mts', content: declarations('./index.mjs') },
    { path: 'validators.d.ts', content: declarations('./index.js') },
  ];
}

function named(name: string | undefined, schema: JsonSchema): readonly Validator[] {
  return name === undefined ? [] : [{ name, schema }];
}

/** The validator of what the JSON Schemas above are made of. It stands in each package: none of these has a dependency. */
const RUNTIME = String.raw`function $standard(jsonSchema) {
  return {
    jsonSchema,
    '~standard': {
      version: 1,
      vendor: 'schema-service',
      validate(value) {
        const issues = [];
        $check(jsonSchema, value, [], issues);
        return issues.length > 0 ? { issues } : { value };
      },
    },
  };
}

function $check(schema, value, path, issues) {
  const say = (message) => issues.push({ message, path });
  if (schema.anyOf) {
    if (value !== null) $check(schema.anyOf[0], value, path, issues);
  } else if (schema.enum) {
    if (!schema.enum.includes(value)) say('Expected one of ' + schema.enum.join(', '));
  } else if (schema.type === 'object') {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return say('Expected an object');
    for (const name of schema.required) if (!Object.hasOwn(value, name)) issues.push({ message: 'Required', path: [...path, name] });
    for (const name of Object.keys(value)) {
      const inner = Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined;
      if (inner) $check(inner, value[name], [...path, name], issues);
      else issues.push({ message: 'Unknown', path: [...path, name] });
    }
  } else if (schema.type === 'array') {
    if (!Array.isArray(value)) return say('Expected a list');
    value.forEach((item, index) => $check(schema.items, item, [...path, index], issues));
  } else if (schema.type === 'integer') {
    if (!Number.isInteger(value)) say('Expected a whole number');
    else if (value < schema.minimum || value > schema.maximum) say('Expected a number from ' + schema.minimum + ' to ' + schema.maximum);
  } else if (schema.type !== undefined && typeof value !== schema.type) say('Expected a ' + schema.type);
  else if (schema.maxLength !== undefined && [...value].length > schema.maxLength) say('Expected at most ' + schema.maxLength + ' characters');
  else if (schema.pattern !== undefined && !new RegExp(schema.pattern).test(value)) say('Expected a text of the form ' + schema.pattern);
  else if (schema.format === 'date-time' && (Number.isNaN(Date.parse(value)) || !/^[+-]?\d{4,6}-\d\d-\d\dT/.test(value))) say('Expected a date and time of ISO 8601');
  else if (schema.format === 'uuid' && !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)) say('Expected a UUID');
}
`;

const DECLARATIONS = `
/** A validator of the Standard Schema specification, with its JSON Schema. */
export interface $Validator<Output> {
  /** JSON Schema 2020-12. */
  readonly jsonSchema: Readonly<Record<string, unknown>>;
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) =>
      | { readonly value: Output; readonly issues?: undefined }
      | { readonly issues: readonly { readonly message: string; readonly path: readonly PropertyKey[] }[] };
    readonly types?: { readonly input: Output; readonly output: Output };
  };
}
`;
