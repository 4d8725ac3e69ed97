import { Button, Group, Text } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { useState } from 'react';
import type { PlannedRequest } from '../../api/planned-request';
import { Blotter } from '../../blotter/blotter';
import type { Column } from '../../blotter/columns';
import { ConfirmDialog } from '../../dialogs/confirm-dialog';
import { ReasonDialog } from '../../dialogs/reason-dialog';
import { useConfirmation } from '../../dialogs/use-confirmation';
import { announceDone } from '../../feedback/announce-done';
import { QueryState } from '../../feedback/state-view';
import classes from '../../feedback/tabbed-lists.module.css';
import { useRefreshApprovals } from './use-approvals';

interface WaitingListProps<Row> {
  label: string;
  query: UseQueryResult<{ items: Row[] }>;
  columns: Column<Row>[];
  rowId: (row: Row) => string;
  /** A row in words. */
  labelOf: (row: Row) => string;
  approve: (row: Row) => PlannedRequest<object>;
  reject: (row: Row, reason: string) => PlannedRequest<object>;
  /** What lets a row go on, where that is not an approval. */
  wordOf?: (row: Row) => string;
  onOpen?: (row: Row) => void;
}

/** Requests of one kind that wait, each let go on or ended once it is selected. */
export function WaitingList<Row extends object>(props: WaitingListProps<Row>) {
  const { label, query, columns, rowId, labelOf, wordOf, onOpen } = props;
  const [selected, setSelected] = useState<Row | null>(null);
  const [isRejecting, setRejecting] = useState(false);
  const confirmation = useConfirmation<object>();
  const refresh = useRefreshApprovals();
  const approveWord = (selected && wordOf?.(selected)) ?? 'Approve';
  const word = isRejecting ? 'Reject' : approveWord;

  return (
    <>
      <Group gap="xs" className={classes.bar}>
        <Button
          disabled={!selected}
          onClick={() => selected && confirmation.ask(props.approve(selected))}
        >
          {approveWord}
        </Button>
        <Button variant="default" disabled={!selected} onClick={() => setRejecting(true)}>
          Reject
        </Button>
      </Group>
      <QueryState
        query={query}
        empty={{ when: ({ items }) => items.length === 0, title: 'Nothing waits' }}
      >
        {({ items }) => (
          <Blotter
            label={label}
            columns={columns}
            rowId={rowId}
            rows={items}
            onSelect={setSelected}
            onOpen={onOpen}
          />
        )}
      </QueryState>
      {selected && (
        <ReasonDialog
          key={rowId(selected)}
          opened={isRejecting && confirmation.request === null}
          title="Reject the request"
          danger
          onReview={(reason) => confirmation.ask(props.reject(selected, reason))}
          onClose={() => setRejecting(false)}
        >
          {labelOf(selected)}
        </ReasonDialog>
      )}
      <ConfirmDialog
        request={confirmation.request}
        title={`${word} this request?`}
        confirmLabel={word}
        danger={isRejecting}
        onDone={() => {
          announceDone('Decided');
          refresh();
          confirmation.close();
          setRejecting(false);
          setSelected(null);
        }}
        onClose={confirmation.close}
      >
        <Text size="sm">{selected && labelOf(selected)}</Text>
      </ConfirmDialog>
    </>
  );
}
