import type { CommandContext } from '../../command-context.ts';
import { diffMarkdown } from '../../diff-report/diff-markdown.ts';
import { createDiffReport } from '../../diff-report/diff-report.ts';
import { diffText } from '../../diff-report/diff-text.ts';
import { EXIT, type ExitCode } from '../../exit-codes.ts';
import { resolveSide } from '../../schema-side/resolve-side.ts';

export interface DiffCommandOptions {
  readonly from: string;
  readonly to: string;
  readonly markdown: boolean;
  readonly exitCode: boolean;
}

/** `schemactl diff`: what lies between two schemas, and what it means for those who use the first. */
export async function diffSchemas(
  context: CommandContext,
  { from, to, markdown, exitCode }: DiffCommandOptions,
): Promise<ExitCode> {
  const report = createDiffReport(await resolveSide(context, from), await resolveSide(context, to));
  context.output.result(report, () => (markdown ? diffMarkdown(report) : diffText(report)));
  return exitCode && report.changes.length > 0 ? EXIT.failure : EXIT.ok;
}
