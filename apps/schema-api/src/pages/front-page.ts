import type { ArtifactSummary, VersionSummary } from '@schema-service/catalog';
import { installLines } from './install-lines.ts';
import { type Markup, markup } from './markup.ts';
import { page } from './page.ts';

/** What the front page shows. */
export interface FrontPage {
  /** Highest first. */
  readonly versions: readonly VersionSummary[];
  readonly tags: Readonly<Record<string, string>>;
  /** The packages of the version that the tag `latest` names. */
  readonly packages: readonly ArtifactSummary[];
  /** Of the newest versions. */
  readonly changelogs: ReadonlyMap<string, string>;
  readonly publicUrl: string;
}

/** The versions with what changed, and the lines that install the latest. */
export function frontPage(content: FrontPage): string {
  const { versions, tags } = content;
  return page(
    'Schema API',
    markup`<header><h1>Schema API</h1>${navigation}</header>
<main id="content">
${versions.length === 0 ? nothingYet(content) : null}
${tags.latest === undefined ? null : install(content, tags.latest)}
${versions.length === 0 ? null : versionTable(content)}
${changelog(content)}
</main>`,
  );
}

/** For who may not read without a token, which a browser does not send. */
export function closedPage(): string {
  return page(
    'Schema API',
    markup`<header><h1>Schema API</h1>${navigation}</header>
<main id="content"><p>Reading asks for a token here. Programs send it as
<code>Authorization: Bearer &#60;token&#62;</code>; an admin makes one by <code>POST /tokens</code>.</p></main>`,
  );
}

const navigation = markup`<nav aria-label="Service"><ul>
<li><a href="reference">API reference</a></li>
<li><a href="versions">Versions as JSON</a></li>
<li><a href="versions.atom">Feed</a></li>
<li><a href="openapi.json">OpenAPI</a></li>
<li><a href="pypi/simple/">Python index</a></li>
</ul></nav>`;

function nothingYet({ publicUrl }: FrontPage): Markup {
  return markup`<section aria-labelledby="empty"><h2 id="empty">Nothing is published yet</h2>
<p>In the repository of the schema:</p>
<pre><code>schemactl release build
schemactl release publish</code></pre>
<p>Its <code>schema.config.json</code> names this service among the registries:</p>
<pre><code>"registries": { "api": { "kind": "schema-api", "url": "${publicUrl}" } }</code></pre></section>`;
}

function install({ packages, publicUrl }: FrontPage, latest: string): Markup {
  // Of npm the package that services depend on, which joins the others; of Python the wheel.
  const client =
    packages.find(({ ecosystem, language }) => ecosystem === 'npm' && language === undefined) ??
    packages.find(({ language }) => language === 'node');
  const wheel = packages.find(({ format }) => format === 'wheel');
  const lines = [client, wheel].flatMap((one) => (one ? installLines(one, publicUrl) : []));
  if (lines.length === 0) return markup``;
  return markup`<section aria-labelledby="install"><h2 id="install">Install ${latest}</h2><dl>
${lines.map(({ manager, text }) => markup`<dt>${manager}</dt><dd><pre><code>${text}</code></pre></dd>\n`)}</dl></section>`;
}

function versionTable({ versions, tags }: FrontPage): Markup {
  return markup`<section aria-labelledby="versions"><h2 id="versions">Versions</h2>
<table><thead><tr><th scope="col">Version</th><th scope="col">Bump</th><th scope="col">Date</th><th scope="col">Tags</th><th scope="col">See</th></tr></thead><tbody>
${versions.map((version) => versionRow(version, tags))}</tbody></table></section>`;
}

function versionRow(summary: VersionSummary, tags: FrontPage['tags']): Markup {
  const { version, bump, date, previous, deprecated, yanked } = summary;
  const names = Object.keys(tags).filter((tag) => tags[tag] === version);
  return markup`<tr><th scope="row">${version}</th><td>${bump}</td><td><time datetime="${date}">${date}</time></td><td>${names.join(', ')}
${yanked !== undefined && markup`<p class="notice">Yanked: ${yanked}</p>`}${deprecated !== undefined && markup`<p class="notice">Deprecated: ${deprecated}</p>`}</td>
<td><a href="schema/${path(version)}?format=text" aria-label="Schema of ${version}">schema</a>
<a href="migrations/${path(version)}" aria-label="Migrations of ${version}">migrations</a>
${previous !== null && markup`<a href="diff/${path(previous)}/${path(version)}" aria-label="Changes from ${previous} to ${version}">changes</a>`}</td></tr>\n`;
}

function changelog({ versions, changelogs }: FrontPage): Markup {
  const shown = versions.filter(({ version }) => changelogs.has(version));
  if (shown.length === 0) return markup``;
  return markup`<section aria-labelledby="changelog"><h2 id="changelog">Changelog</h2>
${shown.map(({ version }, index) => markup`<details id="v${version}"${index === 0 && markup` open`}><summary>${version}</summary><pre class="text">${changelogs.get(version)}</pre></details>\n`)}</section>`;
}

function path(version: string): string {
  return encodeURIComponent(version);
}
