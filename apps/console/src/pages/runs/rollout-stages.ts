import type { Stage } from '@schema-service/api-contract';

/** Stages as they are written: `1, 10%, rest`. Nothing where one is none. */
export function readStages(text: string): readonly Stage[] | undefined {
  const words = text.split(',').map((word) => word.trim());
  const stages = words.map(readStage);
  return stages.every((stage) => stage !== undefined) ? stages : undefined;
}

function readStage(word: string): Stage | undefined {
  if (word === 'rest') return { rest: true };
  if (/^[1-9]\d{0,5}$/.test(word)) return { count: Number(word) };
  const percent = /^(\d{1,3}(?:\.\d+)?)%$/.exec(word)?.[1];
  if (percent === undefined || Number(percent) <= 0 || Number(percent) > 100) return undefined;
  return { percent: Number(percent) };
}
