import { Text } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Blotter, type BlotterProps } from '../../blotter/blotter';
import { QueryState } from '../../feedback/state-view';
import classes from '../../feedback/tabbed-lists.module.css';

interface ExceptionListProps<Row> extends Omit<BlotterProps<Row>, 'rows'> {
  query: UseQueryResult<Row[]>;
  /** What the list contains, and what happens to its items. */
  hint: string;
  /** Shown for an empty list. */
  fine: string;
  actions?: ReactNode;
}

/** A list of exceptions, with the actions for the selected one. */
export function ExceptionList<Row extends object>(props: ExceptionListProps<Row>) {
  const { query, hint, fine, actions, ...blotter } = props;
  return (
    <>
      <div className={classes.bar}>
        <Text size="xs" c="dimmed" style={{ flex: '1 1 240px' }}>
          {hint}
        </Text>
        {actions}
      </div>
      <QueryState query={query} empty={{ when: (rows) => rows.length === 0, title: fine }}>
        {(rows) => <Blotter {...blotter} rows={rows} />}
      </QueryState>
    </>
  );
}
