import { parseSchema } from '@schema-service/schema-model';
import { expect, test } from 'vitest';
import { sampleSchema } from './sample-schema.ts';

test.each([1, 10, 100])('a sample of %i models is a valid schema with that many', (models) => {
  const model = parseSchema([{ path: 'schema.prisma', content: sampleSchema(models) }]);
  expect(model.models).toHaveLength(models);
  expect(model.relations).toHaveLength(models - 1);
});
