import { writeFileSync } from 'node:fs';
import { EXIT, type ExitCode } from '@schema-service/command-line';
import { approvedPlan, explain, plan, planAsSql } from '@schema-service/migrator';
import { type CommandOptions, upGoal } from './command-options.ts';
import { jsonLine } from './json-line.ts';
import { planText } from './plan-text.ts';

/** How a plan is given, besides what it says. */
export interface PlanForm {
  /** As a script for psql. */
  readonly sql?: true;
  /** Into a file, for `up --plan`. */
  readonly out?: string;
}

/** Shows what `up` would do, or writes it as a script, or into a file that `up --plan` takes. */
export async function runPlan(
  command: CommandOptions & PlanForm & { readonly to?: string },
): Promise<ExitCode> {
  const { json, sql, out } = command;
  const options = { ...command, ...command.apply, ...upGoal(command) };
  if (sql) {
    process.stdout.write(await planAsSql(options));
    return EXIT.ok;
  }
  const found = await explain(options);
  const approved = out === undefined ? undefined : approvedPlan(await plan(options));
  if (out !== undefined) writeFileSync(out, `${JSON.stringify(approved, undefined, 2)}\n`);
  const digest = approved ? { digest: approved.digest } : {};
  const where = approved ? `\n${out}: digest ${approved.digest}\n` : '';
  process.stdout.write(json ? jsonLine({ ...found, ...digest }) : planText(found) + where);
  return EXIT.ok;
}
