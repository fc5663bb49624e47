import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SchemaServiceError } from '@schema-service/errors';
import { type TSchema, Type } from 'typebox';
import { configFile } from './layout.ts';
import { parseJson, problemsOf } from './parse-json.ts';
import type {
  ClientName,
  Naming,
  NotifierConfig,
  RegistryConfig,
  SchemaConfig,
} from './schema-config.ts';

const closed = { additionalProperties: false };
const httpUrl: TSchema = Type.Refine(
  Type.String(),
  (text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol),
  () => 'must be an http or https URL',
);
// Of the environment: no secret stands in the file.
const variable: TSchema = Type.String({ pattern: '^[A-Za-z_][A-Za-z0-9_]*$' });

const registryShapes: Readonly<Record<RegistryConfig['kind'], TSchema>> = {
  npm: Type.Object(
    {
      kind: Type.String(),
      url: Type.Optional(httpUrl),
      access: Type.Optional(Type.Enum(['public', 'restricted'])),
      provenance: Type.Optional(Type.Boolean()),
    },
    closed,
  ),
  pypi: Type.Object(
    {
      kind: Type.String(),
      uploadUrl: httpUrl,
      indexUrl: httpUrl,
      username: Type.Optional(Type.String({ minLength: 1 })),
      tokenVariable: Type.Optional(variable),
    },
    closed,
  ),
  'schema-api': Type.Object(
    {
      kind: Type.String(),
      url: httpUrl,
      tokenVariable: Type.Optional(variable),
    },
    closed,
  ),
  folder: Type.Object({ kind: Type.String(), path: Type.String({ minLength: 1 }) }, closed),
};

const notifierShapes: Readonly<Record<NotifierConfig['kind'], TSchema>> = {
  webhook: Type.Object(
    { kind: Type.String(), urlVariable: variable, secretVariable: Type.Optional(variable) },
    closed,
  ),
  slack: Type.Object({ kind: Type.String(), urlVariable: variable }, closed),
  'repository-dispatch': Type.Object(
    {
      kind: Type.String(),
      repositories: Type.Array(Type.String({ pattern: '^[\\w.-]+/[\\w.-]+$' }), { minItems: 1 }),
      tokenVariable: Type.Optional(variable),
      apiUrl: Type.Optional(httpUrl),
    },
    closed,
  ),
};

// What npm takes, narrowed to what makes the name of a Python module, too.
const namingRules: Readonly<Record<keyof Naming, { pattern: RegExp; rule: string }>> = {
  scope: {
    pattern: /^@[a-z][a-z0-9-]*$/,
    rule: 'A scope is @, a letter, and a-z, 0-9 and - after it.',
  },
  name: {
    pattern: /^[a-z][a-z0-9-]*$/,
    rule: 'A name is a letter, and a-z, 0-9 and - after it.',
  },
};

/** What is wrong with a scope or a name; undefined where nothing is. */
export function namingProblem(key: keyof Naming, value: unknown): string | undefined {
  const { pattern, rule } = namingRules[key];
  return typeof value === 'string' && pattern.test(value) ? undefined : rule;
}

type ClientSettings = Readonly<Partial<Record<ClientName, boolean | { readonly name?: string }>>>;

const npmName = '^@[a-z][a-z0-9-]*/[a-z0-9][a-z0-9._-]*$';
const pythonName = '^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$';
const setting = (name: string): TSchema =>
  Type.Optional(
    Type.Union([
      Type.Boolean(),
      Type.Object({ name: Type.Optional(Type.String({ pattern: name })) }, closed),
    ]),
  );

const named = Type.Record(Type.String({ pattern: '^[a-z][a-z0-9-]*$' }), Type.Unknown());

const configShape = Type.Object(
  {
    $schema: Type.Optional(Type.String()),
    // Their own rules say more of them.
    scope: Type.Optional(Type.Unknown()),
    name: Type.Optional(Type.Unknown()),
    repository: Type.Optional(httpUrl),
    clients: Type.Optional(
      Type.Object(
        { node: setting(npmName), types: setting(npmName), python: setting(pythonName) },
        closed,
      ),
    ),
    unknownEnumValues: Type.Optional(Type.Enum(['keep', 'raise'])),
    registries: Type.Optional(named),
    notifiers: Type.Optional(named),
    publicKey: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9+/]+={0,2}$' })),
  },
  closed,
);

/**
 * Reads what the repository is configured to: names, clients, registries.
 *
 * @throws SchemaServiceError `CONFIG_MISSING`, `CONFIG_INVALID`
 */
export function loadConfig(root: string): SchemaConfig {
  const file = join(root, configFile);
  if (!existsSync(file)) {
    throw new SchemaServiceError({
      code: 'CONFIG_MISSING',
      message: `There is no ${configFile} in ${root}.`,
      why: 'It names the packages that are generated.',
      fix: `Write it: ${example}`,
      meta: { file: configFile },
    });
  }
  const reading = parseJson(configShape, readFileSync(file, 'utf8'));
  if (reading.kind === 'invalid') throw invalid([reading.problem]);
  const { scope, name, repository, clients, unknownEnumValues, registries, notifiers, publicKey } =
    reading.value;
  const problems = [
    ...(['scope', 'name'] as const).flatMap((key) => {
      const problem = namingProblem(key, reading.value[key]);
      return problem === undefined ? [] : [`/${key}: ${problem}`];
    }),
    ...kindProblems('registries', registries, registryShapes),
    ...kindProblems('notifiers', notifiers, notifierShapes),
  ];
  if (problems.length > 0) throw invalid(problems);
  return {
    // As the rules have them.
    scope: String(scope),
    name: String(name),
    ...(repository === undefined ? {} : { repository: String(repository) }),
    // As the shapes have them.
    clients: chosenClients((clients ?? {}) as ClientSettings),
    ...(unknownEnumValues === undefined
      ? {}
      : { unknownEnumValues: unknownEnumValues as SchemaConfig['unknownEnumValues'] & string }),
    registries: withNames(registries) as readonly RegistryConfig[],
    notifiers: withNames(notifiers) as readonly NotifierConfig[],
    ...(publicKey === undefined ? {} : { publicKey }),
  };
}

/** What is not mentioned is built. */
function chosenClients(settings: ClientSettings): SchemaConfig['clients'] {
  const names: readonly ClientName[] = ['node', 'types', 'python'];
  return Object.fromEntries(
    names.flatMap((name) => {
      const setting = settings[name] ?? true;
      if (setting === false) return [];
      return [[name, setting === true ? {} : setting]];
    }),
  );
}

type Entries = Readonly<Record<string, unknown>> | undefined;

/** What is wrong with entries that each have a `kind`, by the shape of that kind. */
function kindProblems(
  key: string,
  entries: Entries,
  shapes: Readonly<Record<string, TSchema>>,
): readonly string[] {
  return Object.entries(entries ?? {}).flatMap(([name, entry]) => {
    const kind = String((entry as { readonly kind?: unknown } | null)?.kind);
    const shape = Object.hasOwn(shapes, kind) ? shapes[kind] : undefined;
    const path = `/${key}/${name}`;
    if (shape === undefined) return [`${path}/kind is one of: ${Object.keys(shapes).join(', ')}.`];
    return problemsOf(shape, entry).map((problem) => `${path}${problem}`);
  });
}

function withNames(entries: Entries): readonly unknown[] {
  return Object.entries(entries ?? {}).map(([name, entry]) => ({ ...(entry as object), name }));
}

const example = '{ "scope": "@org", "name": "db" }';

function invalid(problems: readonly string[]): SchemaServiceError {
  return new SchemaServiceError({
    code: 'CONFIG_INVALID',
    message: [`${configFile} is not valid.`, ...problems].join('\n'),
    why: 'It names the packages that are generated, and where they are published.',
    fix: `Correct it; the least is ${example}`,
    meta: { file: configFile },
  });
}
