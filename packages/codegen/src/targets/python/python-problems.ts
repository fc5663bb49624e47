import {
  type Enum,
  type Model,
  type SchemaModel,
  statedPythonName,
  type View,
} from '@schema-service/schema-model';
import {
  type ClientProblem,
  type LeaveOut,
  leaveOutByConfig,
  problemAt,
} from '../../client-problem.ts';
import { visibleColumns, visibleKeys, visibleModels, visibleViews } from '../../visible-schema.ts';
import { accessorName, className, fieldName, isKeyword, memberName } from './python-names.ts';
import { spokenNames } from './spoken-names.ts';

type Declared = Pick<Enum | Model | View, 'name' | 'documentation' | 'location'>;

/** A declaration with a name that it gets in Python, among others that have to differ. */
interface Claim {
  readonly declared: Declared;
  /** `Model Review`, for the message. */
  readonly place: string;
  readonly name: string;
  /** What the annotation would have to say to be called something else. */
  readonly free: (isTaken: (name: string) => boolean) => string;
}

/** Classes that the modules of queries and enums take from elsewhere, which a class of the same name would hide. */
const QUERIES = ['Model', 'View', 'KeyedView', 'Updatable'].flatMap((name) => [
  `${name}Queries`,
  `Async${name}Queries`,
]);

/**
 * Everything that keeps the Python client from being generated: annotations that
 * are no names, and declarations that get one name, because Python's spelling
 * folds what the schema language tells apart (`userId` and `user_id`) or because
 * a class of one is called like a class that is made for another. Pure.
 */
export function pythonProblems(
  schema: SchemaModel,
  leaveOut: LeaveOut = leaveOutByConfig,
): readonly ClientProblem[] {
  const names = spokenNames(schema);
  const instead = leaveOut('python');
  const entities = [...visibleModels(schema), ...visibleViews(schema)]
    .filter((entity) => visibleColumns(entity).length > 0)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const entityClaims = (spell: (name: string) => string): readonly Claim[] =>
    entities.map((declared) => claim('Models and views', declared, names.of(declared.name), spell));
  const problems = [
    ...notNames(schema),
    ...collisions(entityClaims(className), instead),
    ...collisions(entityClaims(accessorName), instead),
    ...collisions(
      schema.enums.map((one) => claim('Enums', one, names.of(one.name), className)),
      instead,
      ['StrEnum'],
    ),
    ...collisions(
      entityClaims((name) => `${className(name)}Queries`).flatMap((one) => [
        one,
        { ...one, name: `Async${one.name}` },
      ]),
      instead,
      QUERIES,
    ),
    ...collisions(
      entities.flatMap((entity) => inputClaims(entity, names)),
      instead,
    ),
    ...schema.enums.flatMap(({ name: owner, values }) => [
      ...collisions(
        values.map((value) =>
          claim(`Enum ${owner}`, value, names.member(owner, value.name), memberName),
        ),
        instead,
      ),
    ]),
    ...entities.flatMap((entity) => [
      ...collisions(
        visibleColumns(entity).map((field) =>
          claim(`Model ${entity.name}`, field, names.member(entity.name, field.name), fieldName),
        ),
        instead,
      ),
    ]),
  ];
  // Two names that are one as a class are one as an attribute, too: a place is told once.
  const placeOf = ({ file, line, column, message }: ClientProblem): string =>
    file === undefined ? message : [file, line, column].join(':');
  return [
    ...new Map(problems.toReversed().map((one) => [placeOf(one), one])).values(),
  ].toReversed();
}

/** Packages with such a name cannot be imported. */
export function* moduleProblem(distribution: string): Generator<ClientProblem> {
  if (!isKeyword(distribution)) return;
  yield {
    kind: 'clientProblem',
    client: 'python',
    file: 'schema.config.json',
    message: `The Python package would be imported as ${distribution}, a word of the language.`,
    fix: `Give it another name: "clients": { "python": { "name": "${distribution}-client" } }`,
  };
}

const NAME = /^[A-Za-z]\w*$/;

function* notNames({ enums, models, views }: SchemaModel): Generator<ClientProblem> {
  const declared: readonly Declared[] = [...enums, ...models, ...views].flatMap((one) => [
    one,
    ...(one.kind === 'enum' ? one.values : one.fields),
  ]);
  for (const one of declared) {
    if (one.documentation?.includes('@python.name') !== true) continue;
    const name = statedPythonName(one);
    if (name !== undefined && NAME.test(name)) continue;
    yield problemAt(one, {
      client: 'python',
      message: `The annotation @python.name of ${one.name} has ${name === undefined ? 'not one name' : `${name}, which is no name`}.`,
      fix: 'A name is a letter, and letters, digits and _ after it: /// @python.name created_at_ms',
    });
  }
}

function claim(
  place: string,
  declared: Declared,
  spoken: string,
  spell: (name: string) => string,
): Claim {
  const free = (isTaken: (name: string) => boolean): string => {
    let number = 2;
    const numbered = (): string =>
      `${spoken}${/[a-z]/.test(spoken) && !spoken.includes('_') ? '' : '_'}${number}`;
    while (isTaken(spell(numbered()))) number += 1;
    return spell === accessorName || spell === className ? numbered() : spell(numbered());
  };
  return { declared, place, name: spell(spoken), free };
}

/** The classes of `inputs.py`: `User` by a field `where` has the class that a model `UserBy` has for its conditions. */
function inputClaims(
  entity: Model | View,
  names: ReturnType<typeof spokenNames>,
): readonly Claim[] {
  const keys = visibleKeys(entity).map((key) => {
    const fields = key.map(({ name }) => className(fieldName(names.member(entity.name, name))));
    return `By${fields.join('And')}`;
  });
  return [...new Set(['Where', 'OrderBy', 'WhereUnique', 'Create', 'Update', ...keys])].map(
    (suffix) =>
      claim(
        'Models and views',
        entity,
        names.of(entity.name),
        (name) => `${className(name)}${suffix}`,
      ),
  );
}

/** A problem for each claim of a name that another declaration has, or that is taken from elsewhere. */
function* collisions(
  claims: readonly Claim[],
  instead: string,
  reserved: readonly string[] = [],
): Generator<ClientProblem> {
  const owners = new Map<string, Declared | undefined>(reserved.map((name) => [name, undefined]));
  const isTaken = (name: string): boolean =>
    claims.some((one) => one.name === name) || owners.has(name);
  for (const { declared, place, name, free } of claims) {
    const owner = owners.get(name);
    if (!owners.has(name)) owners.set(name, declared);
    else if (owner !== declared) {
      const what = owner
        ? `${place}: ${owner.name} and ${declared.name} are both called ${name} in Python.`
        : `${place}: ${declared.name} would be called ${name} in Python, where that is a class of the client itself.`;
      yield problemAt(declared, {
        client: 'python',
        message: what,
        fix: `Rename it for Python alone, above it: /// @python.name ${free(isTaken)}. Or rename it in the schema, where @map or @@map keeps its name in the database. Or build no Python client: ${instead}`,
      });
    }
  }
}
