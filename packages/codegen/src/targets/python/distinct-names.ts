import { SchemaServiceError } from '@schema-service/errors';

interface Named {
  readonly name: string;
}

/**
 * Throws `PYTHON_NAME_COLLISION` when two declarations get one name in Python,
 * because Python's spelling folds what the schema language tells apart
 * (`userId` and `user_id`).
 */
export function requireDistinctNames<T extends Named>(
  place: string,
  declarations: readonly T[],
  pythonName: (declaration: T) => string,
): void {
  const owners = new Map<string, string>();
  for (const declaration of declarations) {
    const name = pythonName(declaration);
    const owner = owners.get(name);
    if (owner !== undefined) {
      throw new SchemaServiceError({
        code: 'PYTHON_NAME_COLLISION',
        message: `${place}: ${owner} and ${declaration.name} are both called ${name} in Python.`,
        why: 'The Python client spells names in its own way (snake case, no keywords).',
        fix: 'Rename one of them in the schema; @map or @@map keeps its name in the database.',
        meta: { place, name, declarations: [owner, declaration.name] },
      });
    }
    owners.set(name, declaration.name);
  }
}
