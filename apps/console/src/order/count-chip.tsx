import { VisuallyHidden } from '@mantine/core';
import { Chip } from './status-chip';

/** How many requests wait for a decision; nothing where none does. */
export function CountChip({ count }: { count: number }) {
  if (count === 0) return null;
  return (
    <Chip tone="warn">
      {count}
      <VisuallyHidden component="span"> waiting</VisuallyHidden>
    </Chip>
  );
}
