import { type Statement, statement } from '../operation.ts';
import type { Dependent } from '../structure/structure.ts';

/** Makes a dependent again, as it was. */
export const makeAgain = ({ create }: Dependent): readonly Statement[] =>
  create.map((sql) => statement(sql));

/** A place for a dependent that cannot be made again as it was. */
export const placeFor = ({ title, create }: Dependent): Statement =>
  statement('', `TODO: write the ${title} anew. It was:\n${create.join(';\n')};`);
