import { flattenStatement, NAME, partsOf } from '@schema-service/postgres-sql';
import type { Repeatable } from './read-repeatables.ts';

/** What a statement makes that others may name. */
const MAKES = new RegExp(
  `^create (?:or replace )?(?:temp(?:orary)? |recursive |materialized )*(?<kind>view|function|procedure|aggregate|type|domain|sequence|table)(?: if not exists)? (?<name>${NAME})`,
);

/** Comments, which name what nothing depends on. */
const COMMENT = /--[^\n\r]*|\/\*[\s\S]*?\*\//g;
const WORD = /"(?:[^"]|"")+"|[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/g;

/** A repeatable script, and whose objects it names. */
export interface OrderedRepeatable extends Repeatable {
  /** By their names; all of them come before it unless they name each other. */
  readonly dependsOn: readonly string[];
  /** The views that it makes, as it names them. */
  readonly views: readonly string[];
}

/**
 * Puts what others name before them, and otherwise keeps the order. A name
 * counts wherever it stands but in comments, bodies of functions included.
 * Functions may name each other: those stay in their order. Pure.
 */
export function orderRepeatables(files: readonly Repeatable[]): readonly OrderedRepeatable[] {
  const made = files.map((file) => ({ file, objects: objectsOf(file), words: wordsOf(file) }));
  const nodes = made.map(({ file, objects, words }): OrderedRepeatable => {
    const dependsOn = made
      .filter((other) => other.file !== file)
      .filter((other) => other.objects.some(({ last }) => words.has(last) && !makes(objects, last)))
      .map((other) => other.file.name);
    const views = objects.filter(({ kind }) => kind === 'view').map(({ name }) => name);
    return { ...file, dependsOn, views };
  });
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const ordered = new Set<OrderedRepeatable>();
  const visit = (node: OrderedRepeatable, above: readonly string[]): void => {
    if (ordered.has(node) || above.includes(node.name)) return;
    for (const name of node.dependsOn) {
      const before = byName.get(name);
      if (before) visit(before, [...above, node.name]);
    }
    ordered.add(node);
  };
  for (const node of nodes) visit(node, []);
  return [...ordered];
}

/** Those of `names`, and whatever depends on them: a script that drops and makes its view takes theirs along. */
export function withDependents(
  files: readonly OrderedRepeatable[],
  names: ReadonlySet<string>,
): ReadonlySet<string> {
  const all = new Set(names);
  for (let before = -1; before !== all.size; ) {
    before = all.size;
    for (const { name, dependsOn } of files) {
      if (dependsOn.some((other) => all.has(other))) all.add(name);
    }
  }
  return all;
}

interface MadeObject {
  readonly kind: string;
  readonly name: string;
  /** Without its schema, as the database has it. */
  readonly last: string;
}

const makes = (objects: readonly MadeObject[], name: string): boolean =>
  objects.some(({ last }) => last === name);

/** The objects that a script makes, as far as its statements say so. */
export function objectsOf({ script, analysis }: Repeatable): readonly MadeObject[] {
  return analysis.statements.flatMap(({ start, end }): readonly MadeObject[] => {
    const { kind, name } = MAKES.exec(flattenStatement(script.sql.slice(start, end)))?.groups ?? {};
    const last = name === undefined ? undefined : partsOf(name).at(-1);
    return kind && name && last ? [{ kind, name, last }] : [];
  });
}

function wordsOf({ script }: Repeatable): ReadonlySet<string> {
  const words = script.sql.replace(COMMENT, ' ').match(WORD) ?? [];
  return new Set(
    words.map((word) => (word.startsWith('"') ? (partsOf(word)[0] ?? '') : word.toLowerCase())),
  );
}
