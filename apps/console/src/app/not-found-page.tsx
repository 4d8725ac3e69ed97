import { Anchor } from '@mantine/core';
import { Link } from 'react-router';
import { EmptyState } from '../feedback/state-view';

export function NotFoundPage() {
  return (
    <EmptyState title="There is no such page">
      <Anchor component={Link} to="/orders">
        Go to the orders
      </Anchor>
    </EmptyState>
  );
}
