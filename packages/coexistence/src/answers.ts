import type { SchemaModel } from '@schema-service/schema-model';

/** What an author says of a column, as SQL. */
export interface Answer {
  /** Over `{value}`: the older version's value in the newer form. */
  readonly up?: string;
  /** Over `{value}`: the newer version's value in the older form. Of a removed column over `{column}`s of the newer version. */
  readonly down?: string;
  /** Over `{column}`s of the newer version: the value of rows that an older version made. */
  readonly fill?: string;
  /** The same, made anew where a column in it changes and the value is not given. */
  readonly follow?: string;
}

/** By the path of the field: `Review.language`. */
export type Answers = ReadonlyMap<string, Answer>;

const fieldLine = /^@(?<key>up|down|fill|follow)\s+(?<sql>\S.*)$/;

/** Above a model, because the field is gone: `@down body: ''`. */
const removedLine = /^@down\s+(?<field>\w+):\s+(?<sql>\S.*)$/;

/**
 * What the newer schema's annotations say: `/// @up`, `/// @down`, `/// @fill` and `/// @follow` above a field, `/// @down name: SQL`
 * above a model. Those that the older schema has, too, are of a change that is over. Both are under the newer names.
 */
export function statedAnswers(older: SchemaModel, newer: SchemaModel): Answers {
  const answers = new Map<string, Answer>();
  const add = (path: string, answer: Answer): void => {
    answers.set(path, { ...answers.get(path), ...answer });
  };
  for (const model of newer.models) {
    const was = older.models.find(({ name }) => name === model.name);
    for (const line of newLines(model, was)) {
      const { field, sql } = removedLine.exec(line)?.groups ?? {};
      if (field !== undefined && sql !== undefined) add(`${model.name}.${field}`, { down: sql });
    }
    for (const field of model.fields) {
      const before = was?.fields.find(({ name }) => name === field.name);
      for (const line of newLines(field, before)) {
        const { key, sql } = fieldLine.exec(line)?.groups ?? {};
        if (key !== undefined) add(`${model.name}.${field.name}`, { [key]: sql });
      }
    }
  }
  return answers;
}

interface Documented {
  readonly documentation?: string;
}

/** The lines of a declaration that it did not have before. */
export function newLines(declared: Documented, before: Documented | undefined): readonly string[] {
  const linesOf = ({ documentation = '' }: Documented): readonly string[] =>
    documentation.split('\n').map((line) => line.trim());
  const old = new Set(linesOf(before ?? {}));
  return linesOf(declared).filter((line) => !old.has(line));
}
