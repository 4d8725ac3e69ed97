import type { ReactNode } from 'react';
import classes from './figure-row.module.css';

export interface Figure {
  name: string;
  value: ReactNode;
  tone?: 'good' | 'bad';
  hint?: string;
}

/** The main figures of a page. */
export function FigureRow({ figures }: { figures: readonly Figure[] }) {
  return (
    <dl className={classes.row}>
      {figures.map(({ name, value, tone, hint }) => (
        <div key={name} className={classes.figure}>
          <dt>{name}</dt>
          <dd className={`figure ${tone ? classes[tone] : ''}`}>{value}</dd>
          {hint && <dd className={classes.hint}>{hint}</dd>}
        </div>
      ))}
    </dl>
  );
}
