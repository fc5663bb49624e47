import type { Enum, Field, Model, SchemaModel, View } from '@schema-service/schema-model';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import { modelQuery, schemaHistoryQuery } from '../../api/queries.ts';
import { Badge } from '../../parts/badge.tsx';
import { Failure } from '../../parts/failure.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Section } from '../../parts/page.tsx';
import { SkeletonRows } from '../../parts/skeleton.tsx';
import { TableBox } from '../../parts/table-box.tsx';
import { partHistories, removedFrom } from './field-history.ts';
import { defaultText, fieldTypes } from './field-types.ts';

/** A model, a view or an enum: everything that is known of it. */
export function ModelPage() {
  const { version, model } = useParams({ from: '/console/versions/$version/models/$model' });
  const query = useQuery(modelQuery(version));
  return (
    <Loaded query={query} skeleton={<SkeletonRows rows={10} height={44} />}>
      {(schema) => <Declaration version={version} name={model} schema={schema} />}
    </Loaded>
  );
}

interface DeclarationProps {
  readonly version: string;
  readonly name: string;
  readonly schema: SchemaModel;
}

function Declaration({ version, name, schema }: DeclarationProps) {
  const entity = [...schema.models, ...schema.views].find((one) => one.name === name);
  if (entity) return <Entity version={version} entity={entity} schema={schema} />;
  const found = schema.enums.find((one) => one.name === name);
  if (found) return <EnumValues version={version} found={found} schema={schema} />;
  return <Failure error={new Error(`Version ${version} has no ${name}.`)} />;
}

interface EntityProps {
  readonly version: string;
  readonly entity: Model | View;
  readonly schema: SchemaModel;
}

function Entity({ version, entity, schema }: EntityProps) {
  const { name, dbName, namespace, documentation, kind, isIgnored } = entity;
  useEffect(() => {
    const field = decodeURIComponent(location.hash.slice(1));
    if (field !== '') document.getElementById(field)?.scrollIntoView({ block: 'center' });
  }, []);
  return (
    <article className="stack wide-gap">
      <header className="stack tight">
        <div className="page-head">
          <div className="title">
            <h2 className="model-title">{name}</h2>
            {kind === 'view' && <Badge>view</Badge>}
            {isIgnored && <Badge>in no client</Badge>}
            <code className="soft">
              {namespace ? `${namespace}.` : ''}
              {dbName}
            </code>
          </div>
          <div className="actions">
            <Link
              className="button"
              to="/console/versions/$version/diagram"
              params={{ version }}
              search={{ focus: name }}
            >
              Show in diagram
            </Link>
          </div>
        </div>
        {documentation && <p className="soft pre-wrap">{documentation}</p>}
      </header>
      <Fields version={version} entity={entity} schema={schema} />
      <Relations version={version} entity={entity} schema={schema} />
      <Indexes entity={entity} />
      <Removed version={version} name={name} />
    </article>
  );
}

function Fields({ version, entity, schema }: EntityProps) {
  const history = useQuery(schemaHistoryQuery(version)).data;
  const historyOf = history && partHistories(history);
  const enumDbName = (name: string) =>
    schema.enums.find((one) => one.name === name)?.dbName ?? name;
  return (
    <Section title="Fields">
      <TableBox>
        <table className="table fields">
          <thead>
            <tr>
              <th scope="col">Field</th>
              <th scope="col">Prisma</th>
              <th scope="col">SQL</th>
              <th scope="col">TypeScript</th>
              <th scope="col">Python</th>
              <th scope="col">Since</th>
            </tr>
          </thead>
          <tbody>
            {entity.fields.map((field) => {
              const types = fieldTypes(field, enumDbName);
              const parts = historyOf?.(`${entity.name}.${field.name}`);
              return (
                <tr key={field.name} id={field.name}>
                  <th scope="row">
                    <div className="row">
                      <span className="mono">{field.name}</span>
                      <KeyBadge field={field} entity={entity} />
                    </div>
                    {field.documentation && <p className="soft small doc">{field.documentation}</p>}
                  </th>
                  <td className="mono">
                    <TypeLink version={version} field={field} text={types.prisma} />
                    <Default field={field} />
                  </td>
                  <td className="mono">
                    {types.sql ?? <span className="soft">relation</span>}
                    {field.kind !== 'relation' && field.dbName !== field.name && (
                      <p className="soft small">{field.dbName}</p>
                    )}
                  </td>
                  <td className="mono">{types.typescript ?? <None />}</td>
                  <td className="mono">{types.python ?? <None />}</td>
                  <td>
                    <span className="mono nowrap">{parts?.came}</span>
                    {parts?.changed.map(({ version: changedIn, id }) => (
                      <p key={`${changedIn} ${id}`} className="soft small">
                        {changedIn}: {id.toLowerCase().replaceAll('_', ' ')}
                      </p>
                    ))}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </TableBox>
    </Section>
  );
}

const None = () => <span className="soft">none</span>;

function KeyBadge({ field, entity }: { readonly field: Field; readonly entity: Model | View }) {
  if (field.kind === 'relation') return null;
  const isPrimary = entity.primaryKey?.fields.some(({ name }) => name === field.name);
  return (
    <>
      {isPrimary && <Badge tone="accent">key</Badge>}
      {field.isUnique && <Badge>unique</Badge>}
      {field.isIgnored && <Badge>in no client</Badge>}
    </>
  );
}

function TypeLink({
  version,
  field,
  text,
}: {
  readonly version: string;
  readonly field: Field;
  readonly text: string;
}) {
  if (field.kind !== 'relation' && field.kind !== 'enum') return <>{text}</>;
  return (
    <Link to="/console/versions/$version/models/$model" params={{ version, model: field.type }}>
      {text}
    </Link>
  );
}

function Default({ field }: { readonly field: Field }) {
  const text = defaultText(field);
  const isUpdated = field.kind !== 'relation' && field.isUpdatedAt;
  if (text === undefined && !isUpdated) return null;
  return (
    <p className="soft small">
      {[text === undefined ? '' : `= ${text}`, isUpdated ? 'set on every write' : '']
        .filter((part) => part !== '')
        .join(', ')}
    </p>
  );
}

function Relations({ version, entity, schema }: EntityProps) {
  const own = schema.relations.filter((relation) =>
    relation.kind === 'foreignKey'
      ? relation.from.entity === entity.name || relation.to.entity === entity.name
      : relation.a.entity === entity.name || relation.b.entity === entity.name,
  );
  if (own.length === 0) return null;
  const link = (name: string) => (
    <Link to="/console/versions/$version/models/$model" params={{ version, model: name }}>
      {name}
    </Link>
  );
  return (
    <Section title="Relations">
      <TableBox>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">With</th>
              <th scope="col">Kind</th>
              <th scope="col">By</th>
              <th scope="col">When the other goes</th>
            </tr>
          </thead>
          <tbody>
            {own.map((relation) => {
              if (relation.kind === 'joinTable') {
                const other = relation.a.entity === entity.name ? relation.b : relation.a;
                return (
                  <tr key={relation.name}>
                    <th scope="row">{link(other.entity)}</th>
                    <td>many to many</td>
                    <td className="mono">{relation.dbName}</td>
                    <td className="soft">the pair goes</td>
                  </tr>
                );
              }
              const { from, to, fields, references, cardinality, onDelete } = relation;
              const isHolder = from.entity === entity.name;
              return (
                <tr key={`${from.entity} ${from.field}`}>
                  <th scope="row">{link(isHolder ? to.entity : from.entity)}</th>
                  <td>
                    {cardinality === 'one-to-one'
                      ? 'one to one'
                      : isHolder
                        ? 'many to one'
                        : 'one to many'}
                  </td>
                  <td className="mono">
                    {from.entity}.{fields.join(', ')} → {to.entity}.{references.join(', ')}
                  </td>
                  <td>{actions[onDelete]}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </TableBox>
    </Section>
  );
}

const actions = {
  Cascade: 'it goes too',
  NoAction: 'refused at the end of the statement',
  Restrict: 'refused',
  SetDefault: 'the key becomes its default',
  SetNull: 'the key becomes null',
} as const;

function Indexes({ entity }: { readonly entity: Model | View }) {
  const indexes = [
    ...(entity.primaryKey ? [{ ...entity.primaryKey, what: 'primary key', where: undefined }] : []),
    ...entity.uniques.map((one) => ({ ...one, what: 'unique', where: undefined })),
    ...(entity.kind === 'model' ? entity.indexes : []).map((one) => ({
      ...one,
      what: one.isUnique ? 'unique index' : `index, ${one.algorithm}`,
      where: one.where,
    })),
  ];
  if (indexes.length === 0) return null;
  return (
    <Section title="Keys and indexes">
      <TableBox>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Kind</th>
              <th scope="col">Fields</th>
            </tr>
          </thead>
          <tbody>
            {indexes.map(({ dbName, what, fields, where }) => (
              <tr key={dbName}>
                <th scope="row" className="mono">
                  {dbName}
                </th>
                <td>{what}</td>
                <td className="mono">
                  {fields
                    .map(({ name, sort }) => (sort === 'Desc' ? `${name} desc` : name))
                    .join(', ')}
                  {where && <p className="soft small">where {where}</p>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableBox>
    </Section>
  );
}

/** Fields that earlier versions had. */
function Removed({ version, name }: { readonly version: string; readonly name: string }) {
  const history = useQuery(schemaHistoryQuery(version)).data;
  const removed = history ? removedFrom(name, history) : [];
  if (removed.length === 0) return null;
  return (
    <Section title="Gone">
      <ul className="box pad stack tight">
        {removed.map((one) => (
          <li key={`${one.version} ${one.path}`}>
            <code>{one.path}</code> <span className="soft">went in {one.version}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function EnumValues({
  version,
  found,
  schema,
}: {
  readonly version: string;
  readonly found: Enum;
  readonly schema: SchemaModel;
}) {
  const users = [...schema.models, ...schema.views].flatMap(({ name, fields }) =>
    fields
      .filter((field) => field.kind === 'enum' && field.type === found.name)
      .map((field) => ({ model: name, path: `${name}.${field.name}` })),
  );
  return (
    <article className="stack wide-gap">
      <header className="stack tight">
        <div className="row">
          <h2 className="model-title">{found.name}</h2>
          <Badge>enum</Badge>
          <code className="soft">{found.dbName}</code>
        </div>
        {found.documentation && <p className="soft pre-wrap">{found.documentation}</p>}
      </header>
      <Section title="Values">
        <TableBox>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">Value</th>
                <th scope="col">In the database</th>
                <th scope="col">Meaning</th>
              </tr>
            </thead>
            <tbody>
              {found.values.map(({ name, dbName, documentation }) => (
                <tr key={name}>
                  <th scope="row" className="mono">
                    {name}
                  </th>
                  <td className="mono">{dbName}</td>
                  <td className="soft">{documentation}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableBox>
      </Section>
      {users.length > 0 && (
        <Section title="Used by">
          <ul className="box pad row">
            {users.map(({ model, path }) => (
              <li key={path}>
                <Link to="/console/versions/$version/models/$model" params={{ version, model }}>
                  <code>{path}</code>
                </Link>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </article>
  );
}
