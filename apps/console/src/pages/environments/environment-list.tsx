import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { environmentsQuery } from '../../api/queries.ts';
import { Loaded } from '../../parts/loaded.tsx';
import { Page } from '../../parts/page.tsx';
import { SkeletonRows } from '../../parts/skeleton.tsx';
import { EnvironmentTable, NoEnvironments } from './environment-table.tsx';

/** The databases that this service migrates. */
export function EnvironmentListPage() {
  const query = useQuery(environmentsQuery);
  const [text, setText] = useState('');
  return (
    <Page
      title="Environments"
      actions={
        <input
          className="input"
          type="search"
          aria-label="Filter environments"
          placeholder="Filter by name or group"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      }
    >
      <Loaded query={query} skeleton={<SkeletonRows rows={6} />}>
        {({ environments }) => {
          const found = environments.filter(({ name, group }) =>
            `${name} ${group ?? ''}`.toLowerCase().includes(text.trim().toLowerCase()),
          );
          if (environments.length === 0) return <NoEnvironments />;
          return <EnvironmentTable environments={found} />;
        }}
      </Loaded>
    </Page>
  );
}
