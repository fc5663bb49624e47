import { pythonNames } from '@schema-service/codegen';
import type { SchemaModel } from '@schema-service/schema-model';
import type { Operation, Outcome } from '../plan/operation.ts';
import { clientEntities, clientFields } from '../plan/visible-model.ts';

/** Rows that came back though their types say that they cannot be: a null, a value that the enum lacks. */
export function misfits(
  schema: SchemaModel,
  operations: readonly Operation[],
  outcomes: readonly Outcome[],
): readonly Outcome[] {
  return outcomes.map((outcome, index) => {
    const operation = operations[index];
    if (outcome.kind !== 'done' || operation?.act !== 'findMany') return outcome;
    const entity = clientEntities(schema).find(({ name }) => name === operation.entity);
    if (entity === undefined || !Array.isArray(outcome.answer)) return outcome;
    for (const row of outcome.answer as readonly Record<string, unknown>[]) {
      for (const field of clientFields(entity)) {
        const value = row[field.name] ?? row[pythonNames.fieldName(field.name)] ?? null;
        if (value === null && field.arity === 'required') {
          return { kind: 'failed', error: `${field.name} is null` };
        }
        if (field.kind === 'enum' && typeof value === 'string') {
          const known = schema.enums.find(({ name }) => name === field.type)?.values ?? [];
          const names = known.flatMap(({ name }) => [name, pythonNames.memberName(name)]);
          if (!names.includes(value)) return { kind: 'failed', error: `${field.name} is ${value}` };
        }
      }
    }
    return outcome;
  });
}
