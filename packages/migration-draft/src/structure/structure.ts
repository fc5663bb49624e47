import { partsOf, quoteIdentifier } from '@schema-service/postgres-sql';
import type { Name } from '../database/names.ts';

/** An object of a database as a release records it (`structure.json`). Names are as SQL spells them, qualified. */
export interface StructureObject {
  readonly kind: string;
  readonly name: string;
  /** What a column, constraint, index, trigger or policy belongs to. */
  readonly table?: string;
  readonly properties: Readonly<Record<string, string | boolean | readonly string[]>>;
}

/** What a database has beside what its schema says. */
export type Structure = readonly StructureObject[];

/** An object that stands in the way of a change, and is made again behind it. */
export interface Dependent {
  /** As messages name it: `view public.order_totals`. */
  readonly title: string;
  /** As the structure names it. */
  readonly name: string;
  readonly drop: string;
  readonly create: readonly string[];
  /** Whether PostgreSQL refuses another type of the column while it is there; else it follows by itself. */
  readonly blocks: boolean;
  /** Whether it can be made again as it was when the column has values of another kind. */
  readonly survivesOtherKind: boolean;
}

/** As structures spell a name: quoted where it must be. */
const plain = /^[a-z_][a-z0-9_$]*$/;

const spelled = (name: string): string => (plain.test(name) ? name : quoteIdentifier(name));

const qualified = ({ namespace, name }: Name): string => `${spelled(namespace)}.${spelled(name)}`;

/** Whether a definition has a name in it, as a whole word. */
export function mentions(definition: string, name: string): boolean {
  const text = spelled(name);
  if (text.startsWith('"')) return definition.includes(text);
  return new RegExp(`(?<![\\w$"'])${text.replaceAll('$', '\\$')}(?![\\w$"'])`).test(definition);
}

const definitionOf = ({ properties }: StructureObject): string =>
  String(properties.definition ?? '').replace(/;\s*$/, '');

/** The last part of an object's name, as SQL spells it. */
const ownName = (name: string): string => spelled(partsOf(name).at(-1) ?? name);

/** The object with this name, of one of these kinds. */
export function findObject(
  structure: Structure,
  kinds: readonly string[],
  name: Name,
): StructureObject | undefined {
  const text = qualified(name);
  return structure.find((object) => kinds.includes(object.kind) && object.name === text);
}

/** What has to go while columns of a table get other types, in the order in which it can be dropped. */
export function dependentsOfColumns(
  structure: Structure,
  table: Name,
  columns: readonly string[],
): readonly Dependent[] {
  const text = qualified(table);
  const uses = (definition: string): boolean => columns.some((name) => mentions(definition, name));
  const own = structure.filter((object) => object.table === text);
  const views = viewsOver(structure, (definition) => definition.includes(text) && uses(definition));
  const triggers = own.filter(({ kind, properties }) =>
    kind === 'trigger' ? uses(triggerColumns(String(properties.definition))) : false,
  );
  const policies = own.filter(
    ({ kind, properties }) =>
      kind === 'policy' && uses(`${properties.using ?? ''} ${properties.check ?? ''}`),
  );
  const generated = own.filter(
    ({ kind, properties }) =>
      kind === 'column' && properties.generated !== undefined && uses(String(properties.default)),
  );
  const computed = own.filter(
    (object) => object.kind === 'index' && uses(computedPart(definitionOf(object))),
  );
  const checks = own.filter(
    (object) =>
      object.kind === 'constraint' &&
      /^(CHECK|EXCLUDE)/.test(definitionOf(object)) &&
      uses(definitionOf(object)),
  );
  // PostgreSQL knows what a body in SQL itself reads; one in quotes is text to it.
  const bodies = structure.filter(
    ({ kind, properties }) =>
      kind === 'function' &&
      !/\bAS \$/.test(String(properties.definition)) &&
      String(properties.definition).includes(text.replace(/^public\./, '')) &&
      uses(String(properties.definition)),
  );
  return [
    ...views.map((view) => viewDependent(view, structure)),
    ...bodies.map((body) => functionDependent(body)),
    ...triggers.map((trigger) => triggerDependent(trigger)),
    ...policies.map((policy) => policyDependent(policy)),
    ...generated.map((column) => generatedDependent(column, structure)),
    ...computed.map((index) => indexDependent(index)),
    ...checks.map((check) => constraintDependent(check)),
  ];
}

/** What goes with columns that are dropped: indexes and constraints, which the schema may not know. */
export function goesWithColumns(
  structure: Structure,
  table: Name,
  columns: readonly string[],
): readonly Dependent[] {
  const text = qualified(table);
  const blocking = new Set(dependentsOfColumns(structure, table, columns).map(({ name }) => name));
  return structure
    .filter(
      (object) =>
        object.table === text &&
        (object.kind === 'index' || /^(UNIQUE|EXCLUDE)/.test(definitionOf(object))) &&
        columns.some((name) => mentions(definitionOf(object).replace(/^.*? USING /s, ''), name)) &&
        !blocking.has(object.name),
    )
    .map((object) =>
      object.kind === 'index' ? indexDependent(object) : constraintDependent(object),
    );
}

/** What compares something with a value of a type, and so holds the type fast. */
export function dependentsOfType(structure: Structure, type: Name): readonly Dependent[] {
  const spellings = [`${qualified(type)}`, spelled(type.name)].map((name) => `::${name}`);
  const uses = (definition: string): boolean =>
    spellings.some((spelling) =>
      definition.split(spelling).some((rest, index) => index > 0 && !/^[\w$]/.test(rest)),
    );
  const found = structure.filter(
    (object) =>
      (object.kind === 'index' || object.kind === 'constraint') && uses(definitionOf(object)),
  );
  return [
    ...viewsOver(structure, uses).map((view) => viewDependent(view, structure)),
    ...found.map((object) =>
      object.kind === 'index' ? indexDependent(object) : constraintDependent(object),
    ),
  ];
}

/** Views that a definition is true of, and those over them, the outermost first. */
function viewsOver(
  structure: Structure,
  matches: (definition: string) => boolean,
): readonly StructureObject[] {
  const views = structure.filter(({ kind }) => kind === 'view' || kind === 'materialized view');
  const found = views.filter((view) => matches(definitionOf(view)));
  const layers: StructureObject[][] = [found];
  for (let layer = found; layer.length > 0; ) {
    const over = views.filter((view) =>
      layer.some((below) => below !== view && definitionOf(view).includes(below.name)),
    );
    layers.unshift(over);
    layer = over;
  }
  return [...new Set(layers.flat())];
}

/** What makes a view again, with the indexes of a materialized one. */
export function viewCreation(view: StructureObject, structure: Structure): readonly string[] {
  const { options } = view.properties;
  const clause = Array.isArray(options) ? ` WITH (${options.join(', ')})` : '';
  const indexes = structure.filter(({ kind, table }) => kind === 'index' && table === view.name);
  return [
    `CREATE ${view.kind.toUpperCase()} ${view.name}${clause} AS\n${definitionOf(view).trim()}`,
    ...indexes.map(definitionOf),
  ];
}

function viewDependent(view: StructureObject, structure: Structure): Dependent {
  return {
    title: `${view.kind} ${view.name}`,
    name: view.name,
    drop: `DROP ${view.kind.toUpperCase()} ${view.name}`,
    create: viewCreation(view, structure),
    blocks: true,
    survivesOtherKind: true,
  };
}

/** A trigger's `UPDATE OF` and `WHEN`, where it names columns. */
const triggerColumns = (definition: string): string =>
  `${/UPDATE OF (.*?) ON /.exec(definition)?.[1] ?? ''} ${/ WHEN (.*) EXECUTE /s.exec(definition)?.[1] ?? ''}`;

function triggerDependent({ name, table = '', ...trigger }: StructureObject): Dependent {
  const fires = String(trigger.properties.fires ?? '');
  const modes: Readonly<Record<string, string>> = {
    never: 'DISABLE',
    'on replicas': 'ENABLE REPLICA',
    always: 'ENABLE ALWAYS',
  };
  const own = ownName(name);
  return {
    title: `trigger ${own} on ${table}`,
    name,
    drop: `DROP TRIGGER ${own} ON ${table}`,
    create: [
      String(trigger.properties.definition),
      ...(modes[fires] === undefined
        ? []
        : [`ALTER TABLE ${table} ${modes[fires]} TRIGGER ${own}`]),
    ],
    blocks: true,
    survivesOtherKind: true,
  };
}

const commands: Readonly<Record<string, string>> = {
  r: 'SELECT',
  a: 'INSERT',
  w: 'UPDATE',
  d: 'DELETE',
};

function policyDependent({ name, table = '', properties }: StructureObject): Dependent {
  const own = ownName(name);
  const roles = Array.isArray(properties.roles) ? properties.roles : [];
  const create = [
    `CREATE POLICY ${own} ON ${table}`,
    properties.permissive === false ? 'AS RESTRICTIVE' : '',
    `FOR ${commands[String(properties.command)] ?? 'ALL'}`,
    `TO ${roles.length === 0 ? 'PUBLIC' : roles.map((role) => (role === '-' ? 'PUBLIC' : role)).join(', ')}`,
    properties.using === undefined ? '' : `USING (${properties.using})`,
    properties.check === undefined ? '' : `WITH CHECK (${properties.check})`,
  ];
  return {
    title: `policy ${own} on ${table}`,
    name,
    drop: `DROP POLICY ${own} ON ${table}`,
    create: [create.filter((part) => part !== '').join(' ')],
    blocks: true,
    survivesOtherKind: false,
  };
}

/** A generated column, with the indexes and checks that go with it. */
function generatedDependent(
  { name, table = '', properties }: StructureObject,
  structure: Structure,
): Dependent {
  const own = ownName(name);
  const required = properties.nullable === false ? ' NOT NULL' : '';
  const column = partsOf(name).at(-1) ?? name;
  const over = structure.filter(
    (object) =>
      object.table === table &&
      (object.kind === 'index' || object.kind === 'constraint') &&
      mentions(definitionOf(object), column),
  );
  return {
    title: `generated column ${own} of ${table}`,
    name,
    drop: `ALTER TABLE ${table} DROP COLUMN ${own}`,
    create: [
      `ALTER TABLE ${table} ADD COLUMN ${own} ${properties.type} GENERATED ALWAYS AS (${properties.default}) ${properties.generated === 'virtual' ? 'VIRTUAL' : 'STORED'}${required}`,
      ...over.flatMap(
        (object) =>
          (object.kind === 'index' ? indexDependent(object) : constraintDependent(object)).create,
      ),
    ],
    blocks: true,
    survivesOtherKind: false,
  };
}

/** The expressions and the predicate of an index: PostgreSQL follows plain columns by itself. */
function computedPart(definition: string): string {
  const [keys = '', predicate = ''] = definition
    .replace(/^.*? USING \w+ /s, '')
    .split(/ WHERE (?=\()/, 2);
  return `${keys.includes('((') || /\w\(/.test(keys) ? keys : ''} ${predicate}`;
}

function functionDependent(body: StructureObject): Dependent {
  return {
    title: `function ${body.name}`,
    name: body.name,
    drop: `DROP FUNCTION ${body.name}`,
    create: [definitionOf(body).trim()],
    blocks: true,
    survivesOtherKind: false,
  };
}

function indexDependent(index: StructureObject): Dependent {
  return {
    title: `index ${index.name}`,
    name: index.name,
    drop: `DROP INDEX ${index.name}`,
    create: [definitionOf(index)],
    blocks: true,
    survivesOtherKind: false,
  };
}

function constraintDependent(check: StructureObject): Dependent {
  const own = ownName(check.name);
  return {
    title: `check ${own} of ${check.table}`,
    name: check.name,
    drop: `ALTER TABLE ${check.table} DROP CONSTRAINT ${own}`,
    create: [`ALTER TABLE ${check.table} ADD CONSTRAINT ${own} ${definitionOf(check)}`],
    blocks: true,
    survivesOtherKind: false,
  };
}

/** A function that triggers of a table run, before and after columns of it have other names. */
export interface RewrittenFunction {
  readonly before: string;
  readonly after: string;
}

/** Functions of a table's triggers that read `NEW.x` or `OLD.x` of a column that is renamed: nothing else follows a name in them. */
export function functionsOverRenames(
  structure: Structure,
  table: Name,
  renames: readonly { readonly from: string; readonly to: string }[],
): readonly RewrittenFunction[] {
  const text = qualified(table);
  const triggers = structure.filter(
    ({ kind, table: owner }) => kind === 'trigger' && owner === text,
  );
  return structure
    .filter(
      ({ kind, name }) =>
        kind === 'function' &&
        triggers.some(({ properties }) =>
          String(properties.definition).includes(`EXECUTE FUNCTION ${name.replace(/\(.*/s, '')}(`),
        ),
    )
    .flatMap((found): RewrittenFunction[] => {
      const before = definitionOf(found).trimEnd();
      const after = before.replace(
        /\b(NEW|OLD)\.("(?:[^"]|"")+"|[a-zA-Z_]\w*)/gi,
        (reference: string, row: string, name: string) => {
          const bare = name.startsWith('"') ? name.slice(1, -1) : name.toLowerCase();
          const rename = renames.find(({ from }) => from === bare);
          return rename === undefined ? reference : `${row}.${spelled(rename.to)}`;
        },
      );
      return before === after ? [] : [{ before, after }];
    });
}
