import { Link } from '@tanstack/react-router';
import { Page } from '../parts/page.tsx';

export function NotFound() {
  return (
    <Page title="No such page">
      <p className="soft">The address leads to nothing here.</p>
      <p>
        <Link to="/console">To the overview</Link>
      </p>
    </Page>
  );
}
