import { Anchor } from '@mantine/core';
import { Link, useRouteError } from 'react-router';
import { EmptyState, ErrorState } from '../feedback/state-view';

export function NotFoundPage() {
  return (
    <EmptyState title="There is no such page">
      <Anchor component={Link} to="/orders">
        Go to the orders
      </Anchor>
    </EmptyState>
  );
}

export function RouteError() {
  return <ErrorState error={useRouteError()} onRetry={() => location.reload()} />;
}
