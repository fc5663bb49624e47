import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type PythonService, prepareService } from '../src/python-service.ts';

const PYTHON = process.env.TEST_PYTHON ?? '';

function useService(app: string, version: string): () => PythonService {
  let service: PythonService;
  beforeAll(async () => {
    service = await prepareService(app, version, PYTHON);
  });
  afterAll(() => service.dispose());
  return () => service;
}

/** pyright and ruff, which take their time on a busy machine. */
async function expectClean(service: PythonService): Promise<void> {
  expect((await service.check()).output).toContain('0 errors, 0 warnings');
  for (const args of [
    ['check', '--no-cache', '.'],
    ['format', '--no-cache', '--check', '.'],
  ]) {
    const ruff = await service.run('ruff', ...args);
    expect(ruff.code, ruff.output).toBe(0);
  }
}

describe.skipIf(!PYTHON)('the reviews API, a FastAPI service on the generated client', () => {
  const service = useService('reviews-api', '2.0.0');

  test('does what its tests say, under uvicorn too', async () => {
    const { code, output } = await service().run('pytest', '-q', '-p', 'no:cacheprovider');
    expect(code, output).toBe(0);
  });

  test('passes pyright strict and ruff', () => expectClean(service()), 600_000);
});

describe.skipIf(!PYTHON)('the ingestor, a batch job on the generated client', () => {
  const service = useService('ingestor', '3.0.0');

  test('loads a batch once, and again without a change', async () => {
    const first = await service().run('ingestor', 'batches/spring.json');
    expect(first, first.output).toMatchObject({
      code: 0,
      output: expect.stringContaining(
        '7 reviews of 3 products from Trusted Reviews: 7 new, 0 known',
      ),
    });
    const again = await service().run('ingestor', 'batches/spring.json');
    expect(again.output).toContain('0 new, 7 known');
    expect(
      await service().query(
        `SELECT count(*)::int AS reviews, count(DISTINCT author_id)::int > 1 AS authors,
           (SELECT count(*)::int FROM products WHERE company_id IS NOT NULL) AS products,
           (SELECT count(*)::int FROM collection_runs WHERE status = 'succeeded') AS runs
         FROM reviews WHERE status = 'published' AND published_at IS NOT NULL`,
      ),
    ).toEqual([{ reviews: 7, authors: true, products: 3, runs: 2 }]);
  });

  test('loads nothing of a batch that the database refuses, and says so', async () => {
    await service().query('ALTER TABLE reviews ADD CHECK (rating < 0) NOT VALID');
    const refused = await service().run('ingestor', 'batches/spring.json');
    expect(refused.code).not.toBe(0);
    expect(
      await service().query(
        `SELECT status::text, error IS NOT NULL AS said FROM collection_runs ORDER BY id DESC LIMIT 1`,
      ),
    ).toEqual([{ status: 'failed', said: true }]);
  });

  test('passes pyright strict and ruff', () => expectClean(service()), 600_000);
});
