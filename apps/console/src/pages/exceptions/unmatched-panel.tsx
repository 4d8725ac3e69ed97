import { Button, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { UnmatchedReportView } from '@ome/contracts';
import { useMemo, useState } from 'react';
import { post } from '../../api/planned-request';
import { useMarketTime } from '../../api/session';
import { type Column, textColumn, timeColumn } from '../../blotter/columns';
import { ConfirmDialog } from '../../dialogs/confirm-dialog';
import { ReviewButtons } from '../../dialogs/review-buttons';
import { useConfirmation } from '../../dialogs/use-confirmation';
import { announceDone } from '../../feedback/announce-done';
import { fieldsText } from '../../feedback/fields-text';
import type { MarketTime } from '../../market/market-time';
import { ExceptionList } from './exception-list';
import { useExceptions, useRefreshExceptions } from './use-exceptions';

const reportId = ({ id }: UnmatchedReportView): string => id;

const columnsOf = (marketTime: MarketTime): Column<UnmatchedReportView>[] => [
  timeColumn({ field: 'receivedAt', name: 'Received' }, marketTime),
  {
    ...textColumn<UnmatchedReportView>({ field: 'report', name: 'Report' }),
    ...{ flex: 1, minWidth: 760 },
    valueGetter: ({ data }) => data && fieldsText(Object.entries(data.report), marketTime),
  },
];

const ORDER_ID = /^[0-9a-f]{24}$/;

/** Reports of orders that nobody knows. */
export function UnmatchedPanel() {
  const marketTime = useMarketTime();
  const columns = useMemo(() => columnsOf(marketTime), [marketTime]);
  const [selected, setSelected] = useState<UnmatchedReportView | null>(null);
  const [isAssigning, setAssigning] = useState(false);
  const assignment = useConfirmation<{ assigned: boolean }>();
  const refresh = useRefreshExceptions();
  const reports = useExceptions(['unmatched'], (client, page, options) =>
    client.ops.unmatchedReports(page, options),
  );
  const form = useForm({
    initialValues: { orderId: '' },
    validate: { orderId: (id) => (ORDER_ID.test(id.trim()) ? null : 'Its 24 hex digits') },
  });
  const review = ({ orderId }: { orderId: string }) => {
    const { id } = selected!;
    const body = { orderId: orderId.trim() };
    assignment.ask(
      post(`/ops/unmatched-reports/${id}/assign`, body, (client, to, options) =>
        client.ops.assignReport(id, to.orderId, options),
      ),
    );
  };

  return (
    <>
      <ExceptionList
        label="Unmatched reports"
        query={reports}
        hint="A report finds its order by itself once that appears. What is of another order can be assigned to it."
        fine="Every report has its order"
        columns={columns}
        rowId={reportId}
        onSelect={setSelected}
        onOpen={() => setAssigning(true)}
        actions={
          <Button variant="default" disabled={!selected} onClick={() => setAssigning(true)}>
            Assign to an order
          </Button>
        }
      />
      <Modal
        opened={isAssigning && selected !== null && assignment.request === null}
        onClose={() => setAssigning(false)}
        title="Assign the report to an order"
      >
        <form onSubmit={form.onSubmit(review)} noValidate>
          <Stack gap="sm">
            <TextInput label="OrderID" required data-autofocus {...form.getInputProps('orderId')} />
            <ReviewButtons onClose={() => setAssigning(false)} />
          </Stack>
        </form>
      </Modal>
      <ConfirmDialog
        request={assignment.request}
        title="Book the report on this order?"
        confirmLabel="Assign"
        danger
        onDone={() => {
          announceDone('The report is booked');
          form.reset();
          refresh();
          assignment.close();
          setAssigning(false);
        }}
        onClose={assignment.close}
      >
        <Text size="sm">What it says is booked on the order, and cannot be taken back here.</Text>
      </ConfirmDialog>
    </>
  );
}
