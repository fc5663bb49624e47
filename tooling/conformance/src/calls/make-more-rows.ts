import { step } from '@schema-service/bootstrap/steps';
import type { ConformanceContext } from '../conformance-context.ts';
import { readExistingRows } from './existing-rows.ts';
import { planLinks, planMoreRows } from './plan-more-rows.ts';
import { countDone, nodeRunner } from './runners.ts';

/** Beside the first row of each model two more, and links between them, with the Node client. */
export async function makeMoreRows(
  context: ConformanceContext,
  databaseUrl: string,
): Promise<void> {
  const { model, plan } = context;
  const inNode = nodeRunner(context, databaseUrl);
  await step('more rows, Node', async (note) => {
    const order = plan.rows.map((row) => row.model);
    let made = 0;
    for (const row of [1, 2]) {
      const existing = await readExistingRows(databaseUrl, model);
      made += countDone(await inNode(planMoreRows(model, existing, order, row)));
    }
    const links = await inNode(planLinks(model, await readExistingRows(databaseUrl, model)));
    note(`${made} rows, ${countDone(links)} links`);
  });
}
