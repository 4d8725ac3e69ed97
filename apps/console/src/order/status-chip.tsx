import type { ReactNode } from 'react';
import { statusText, type Tone } from './order-status';
import classes from './status-chip.module.css';

export function Chip({ tone, children }: { tone: Tone; children: ReactNode }) {
  return <span className={`${classes.chip} ${classes[tone]}`}>{children}</span>;
}

interface StatusChipProps {
  status: string;
  inDoubt?: boolean;
}

/** What is in doubt is more pressing than any status. */
export function StatusChip({ status, inDoubt = false }: StatusChipProps) {
  if (inDoubt) return <Chip tone="bad">In doubt</Chip>;
  const { tone, label } = statusText(status);
  return <Chip tone={tone}>{label}</Chip>;
}
