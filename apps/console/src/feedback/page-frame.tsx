import { Group, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './page-frame.module.css';

interface PageFrameProps {
  title: ReactNode;
  /** Actions beside the title. */
  actions?: ReactNode;
  children: ReactNode;
}

/** A page's title and actions, with its content below. */
export function PageFrame({ title, actions, children }: PageFrameProps) {
  return (
    <>
      <Group className={classes.head} gap="xs" justify="space-between">
        <Title order={1}>{title}</Title>
        {actions && <Group gap={6}>{actions}</Group>}
      </Group>
      {children}
    </>
  );
}

/** For pages that are read from top to bottom. */
export function PageBody({ children }: { children: ReactNode }) {
  return <div className={classes.body}>{children}</div>;
}

interface SectionProps {
  title: string;
  actions?: ReactNode;
  children: ReactNode;
}

export function Section({ title, actions, children }: SectionProps) {
  return (
    <section className={classes.section} aria-label={title}>
      <Group justify="space-between" mb={6} gap="xs">
        <Title order={2}>{title}</Title>
        {actions}
      </Group>
      {children}
    </section>
  );
}

/** A blotter among other content, as high as it needs to be within limits. */
export function TableRoom({ rows, children }: { rows: number; children: ReactNode }) {
  // The last term is the height of a horizontal scroll bar.
  const height = Math.min(Math.max(rows, 2), 14) * 26 + 32 + 18;
  return (
    <div className={classes.table} style={{ height }}>
      {children}
    </div>
  );
}
