import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  ACCEPTED_FILE,
  acceptedDifference,
  acceptedText,
  readAcceptedDifferences,
  settleDifferences,
} from './accepted-differences.ts';
import type { StructureDifference } from './compare-structures.ts';

const table = 'public.item';
const missing: StructureDifference = {
  kind: 'missing',
  expected: {
    kind: 'index',
    name: 'public.item_name_idx',
    table,
    properties: { definition: 'CREATE INDEX …' },
  },
};
const unexpected: StructureDifference = {
  kind: 'unexpected',
  actual: { kind: 'table', name: 'public.old', properties: {} },
};
const retyped = (actual: string): StructureDifference => ({
  kind: 'changed',
  object: { kind: 'column', name: 'public.item.data' },
  property: 'type',
  expected: 'jsonb',
  actual,
});

test('a difference is accepted where an entry says the same of it, whatever the reason', () => {
  const accepted = [missing, unexpected, retyped('json')].map((one) =>
    acceptedDifference(one, 'because'),
  );
  expect(settleDifferences([missing, unexpected, retyped('json')], accepted)).toEqual({
    open: [],
    accepted,
    stale: [],
  });
  expect(settleDifferences([missing, retyped('text')], accepted)).toEqual({
    open: [retyped('text')],
    accepted: accepted.slice(0, 1),
    stale: accepted.slice(1),
  });
});

test('what is written is read again, and nothing else', () => {
  const folder = mkdtempSync(join(tmpdir(), 'accepted-'));
  try {
    expect(readAcceptedDifferences(folder)).toEqual([]);
    const accepted = [acceptedDifference(retyped('json'), 'It was so.')];
    writeFileSync(join(folder, ACCEPTED_FILE), acceptedText(accepted));
    expect(readAcceptedDifferences(folder)).toEqual(accepted);
    for (const text of [
      '{',
      '[]',
      '{"differences": 1}',
      '{"differences": [{"kind": "missing"}]}',
    ]) {
      writeFileSync(join(folder, ACCEPTED_FILE), text);
      expect(() => readAcceptedDifferences(folder)).toThrow(
        expect.objectContaining({ code: 'ACCEPTED_DIFFERENCES_INVALID' }),
      );
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
