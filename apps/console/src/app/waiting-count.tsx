import { VisuallyHidden } from '@mantine/core';
import { Chip } from '../order/status-chip';
import { useApprovals } from '../pages/approvals/use-approvals';

/** How many requests wait for a decision, beside the page on which it is made. */
export function WaitingCount() {
  const { data } = useApprovals();
  if (!data || data.items.length === 0) return null;
  return (
    <Chip tone="warn">
      {data.items.length}
      <VisuallyHidden component="span"> waiting</VisuallyHidden>
    </Chip>
  );
}
