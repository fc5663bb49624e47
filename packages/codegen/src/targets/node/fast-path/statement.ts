import { type PlanQuery, type Scope, Unsupported, unsupported } from './plan.ts';
import { isOutdated, renewStatementName, statementName } from './statement-names.ts';
import { type Argument, argumentOf } from './values-in.ts';

/** A statement of a plan: its SQL, and its parameters as functions of a call's values. */
export class Statement {
  readonly text: string;
  readonly #arguments: readonly Argument[];

  constructor(text: string, values: readonly Argument[]) {
    this.text = text;
    this.#arguments = values;
  }

  /** @throws Unsupported */
  static of(query: PlanQuery): Statement {
    if (query.type !== 'templateSql') throw new Unsupported(query.type);
    const found: Argument[] = [];
    let text = '';
    let at = 0;
    for (const fragment of query.fragments) {
      if (fragment.type === 'stringChunk') {
        text += fragment.chunk;
        continue;
      }
      const value = query.args[at] ?? null;
      const type = query.argTypes[at];
      at += 1;
      if (type === undefined || type.arity === 'tuple') unsupported('tuple');
      if (fragment.type === 'parameter' && /\b(?:LIMIT|OFFSET) $/.test(text) && isCount(value)) {
        // As a parameter it would have the server plan the statement each time.
        text += String(value);
      } else if (fragment.type === 'parameter') {
        found.push(argumentOf(value, type));
        text += `$${found.length}`;
      } else if (fragment.type === 'parameterTuple') {
        if (fragment.itemPrefix || fragment.itemSuffix || !/(?<!NOT) IN $/.test(text))
          unsupported('tuple');
        const list = argumentOf(value, type);
        found.push((scope) => asList(list(scope)));
        // One text, however many values there are.
        text = `${text.slice(0, -'IN '.length)}= ANY($${found.length})`;
      } else unsupported(fragment.type);
    }
    return new Statement(text.replace(/ OFFSET 0(?=$|\))/g, ''), found);
  }

  /** What connections keep it under; empty where they should not. */
  get name(): string {
    return statementName({ sql: this.text });
  }

  /** Has connections prepare it anew where it may only be outdated, and says whether. */
  renewIfOutdated(code: string | undefined, name: string): boolean {
    if (!isOutdated(code, { sql: this.text }, name)) return false;
    renewStatementName({ sql: this.text }, name);
    return true;
  }

  values(scope: Scope): readonly unknown[] {
    return this.#arguments.map((argument) => argument(scope));
  }
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' ? Number.isSafeInteger(value) : /^\d+$/.test(String(value));
}

function asList(value: unknown): unknown {
  return Array.isArray(value) ? value : [value];
}
