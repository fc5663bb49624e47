import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { run, step } from '@schema-service/bootstrap/steps';
import { type PythonNaming, pythonNames, pythonNaming } from '@schema-service/codegen';
import type { SchemaModel } from '@schema-service/schema-model';
import type { ConformanceContext } from './conformance-context.ts';
import type { SampleColumn } from './sample-rows.ts';

const pyright = join(
  dirname(createRequire(import.meta.url).resolve('pyright/package.json')),
  'index.js',
);
const runners = join(import.meta.dirname, '..', 'runners');

/** Installs the wheel with pip. Gives the interpreter that has it. */
export async function installPython(
  { work, logs, artifacts, limits }: ConformanceContext,
  python: string,
): Promise<string> {
  const project = join(work, 'python');
  mkdirSync(project);
  const logged = (name: string) => ({
    ...limits,
    cwd: project,
    logFile: join(logs, `${name}.log`),
  });
  const environment = join(work, 'venv');
  const interpreter = join(environment, 'bin', 'python');
  await step('pip install', async () => {
    const wheel = artifacts.find(({ format }) => format === 'wheel');
    const file = join(work, wheel?.filename ?? '');
    await run(python, ['-m', 'venv', environment], logged('venv'));
    await run(
      interpreter,
      // Rows have schemas of pydantic where that is there.
      ['-m', 'pip', 'install', '--disable-pip-version-check', file, 'pydantic'],
      logged('pip'),
    );
  });
  return interpreter;
}

/**
 * Installs the wheel, checks it with mypy and pyright, and creates and reads every row.
 * Gives the interpreter that has the wheel.
 */
export async function checkPython(
  context: ConformanceContext,
  databaseUrl: string,
  python: string,
): Promise<string> {
  const { work, logs, names, plan, model, limits } = context;
  const pythonModule = pythonNames.moduleName(names.python);
  const project = join(work, 'python');
  const interpreter = await installPython(context, python);
  // Checkers pass over what stands in site-packages, so they look at a copy of what was installed.
  const checked = join(work, 'checked');
  cpSync(packageFolder(interpreter, pythonModule), join(checked, pythonModule), {
    recursive: true,
  });
  writeFileSync(join(checked, 'consumer.py'), consumerSource(context));
  await step('mypy --strict', () =>
    run(python, ['-m', 'mypy', '--strict', '--python-executable', interpreter, '.'], {
      ...limits,
      cwd: checked,
      logFile: join(logs, 'mypy.log'),
    }),
  );
  await step('pyright strict', () => {
    writeFileSync(
      join(checked, 'pyrightconfig.json'),
      JSON.stringify({ typeCheckingMode: 'strict', pythonVersion: '3.11' }),
    );
    return run(process.execPath, [pyright, '--pythonpath', interpreter], {
      ...limits,
      cwd: checked,
      logFile: join(logs, 'pyright.log'),
    });
  });
  await step('create and read back, Python', async (note) => {
    const planFile = join(project, 'rows.json');
    writeFileSync(planFile, JSON.stringify(pythonPlan(context)));
    for (const file of ['create_and_read.py', 'values.py']) {
      copyFileSync(join(runners, file), join(project, file));
    }
    await run(interpreter, ['create_and_read.py', pythonModule, planFile], {
      ...limits,
      cwd: project,
      logFile: join(logs, 'python.log'),
      env: { ...process.env, DATABASE_URL: databaseUrl },
    });
    note(`${plan.rows.length} of ${model.models.length} models`);
  });
  return interpreter;
}

/** Where pip put the package. */
function packageFolder(interpreter: string, module: string): string {
  const where = `import importlib.util as u; print(u.find_spec(${JSON.stringify(module)}).submodule_search_locations[0])`;
  return execFileSync(interpreter, ['-c', where], { encoding: 'utf8' }).trim();
}

/** Uses every model of both clients, so that all of the declarations are looked at. */
function consumerSource({ model, names }: ConformanceContext): string {
  const pythonModule = pythonNames.moduleName(names.python);
  const naming = pythonNaming(model);
  const visible = [...model.models, ...model.views].filter((candidate) => !candidate.isIgnored);
  return [
    `from ${pythonModule} import AsyncClient, Client, models`,
    ...visible.flatMap(({ name }) => {
      const row = `models.${naming.row(name)}`;
      const table = naming.accessor(name);
      return [
        '',
        '',
        `def many_${table}(db: Client) -> list[${row}]:`,
        `    return db.${table}.find_many(take=1)`,
        '',
        '',
        `async def many_${table}_async(db: AsyncClient) -> list[${row}]:`,
        `    return await db.${table}.find_many(take=1)`,
      ];
    }),
    '',
  ].join('\n');
}

/** The plan in the names that the Python client gives to models, fields and enums. */
function pythonPlan({ plan, model }: ConformanceContext): unknown {
  const naming = pythonNaming(model);
  return plan.rows.map((row) => ({
    ...row,
    accessor: naming.accessor(row.model),
    key: row.key.map((field) => naming.field(row.model, field)),
    variants: row.variants.map((columns) =>
      columns.map((column) => ({
        ...column,
        field: naming.field(row.model, column.field),
        ...(column.kind === 'reference'
          ? { of: naming.field(column.model, column.of) }
          : enumClass(model, naming, row.model, column)),
      })),
    ),
  }));
}

/** The enum's class, where the column is of an enum. */
function enumClass(
  schema: SchemaModel,
  naming: PythonNaming,
  modelName: string,
  column: SampleColumn,
): object {
  const field = schema.models
    .find(({ name }) => name === modelName)
    ?.fields.find(({ name }) => name === column.field);
  return field?.kind === 'enum' ? { enum: naming.enum(field.type) } : {};
}
