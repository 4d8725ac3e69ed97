import type { ReactNode } from 'react';
import classes from './fact-list.module.css';

interface FactListProps {
  /** Null and undefined values are left out. */
  facts: readonly (readonly [name: string, value: ReactNode])[];
}

export function FactList({ facts }: FactListProps) {
  const known = facts.filter(([, value]) => value !== null && value !== undefined);
  return (
    <dl className={classes.facts}>
      {known.map(([name, value]) => (
        <div key={name} className={classes.fact}>
          <dt>{name}</dt>
          <dd className="figure">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
