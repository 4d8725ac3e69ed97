import type { ReactNode } from 'react';
import { statusChip, type Tone } from './order-status';
import classes from './status-chip.module.css';

export function Chip({ tone, children }: { tone: Tone; children: ReactNode }) {
  return <span className={`${classes.chip} ${classes[tone]}`}>{children}</span>;
}

interface StatusChipProps {
  status: string;
  inDoubt?: boolean;
}

export function StatusChip({ status, inDoubt }: StatusChipProps) {
  const { tone, label } = statusChip(status, inDoubt);
  return <Chip tone={tone}>{label}</Chip>;
}
