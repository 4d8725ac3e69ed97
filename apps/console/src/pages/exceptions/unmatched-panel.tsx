import { Button, Text } from '@mantine/core';
import type { DismissRequest, UnmatchedReportView } from '@ome/contracts';
import { useMemo, useState } from 'react';
import { post } from '../../api/planned-request';
import { useMarketTime } from '../../api/session';
import { chipColumn, type Column, textColumn, timeColumn } from '../../blotter/columns';
import { ConfirmDialog } from '../../dialogs/confirm-dialog';
import { ReasonDialog } from '../../dialogs/reason-dialog';
import { useConfirmation } from '../../dialogs/use-confirmation';
import { announceDone } from '../../feedback/announce-done';
import { fieldsText } from '../../feedback/fields-text';
import type { MarketTime } from '../../market/market-time';
import { BookReportDialog } from './book-report-dialog';
import { ExceptionList } from './exception-list';
import { useExceptions, useRefreshExceptions } from './use-exceptions';

const reportId = ({ id }: UnmatchedReportView): string => id;

const columnsOf = (marketTime: MarketTime): Column<UnmatchedReportView>[] => [
  timeColumn({ field: 'receivedAt', name: 'Received' }, marketTime),
  chipColumn({ field: 'keptFor', name: 'Kept for', width: 120 }, (keptFor) =>
    keptFor === 'unknown' ? 'work' : 'warn',
  ),
  textColumn({ field: 'comment', name: 'Why', width: 380 }),
  {
    ...textColumn<UnmatchedReportView>({ field: 'report', name: 'Report' }),
    flex: 1,
    minWidth: 560,
    valueGetter: ({ data }) => data && reportText(data, marketTime),
  },
];

const reportText = ({ report, body }: UnmatchedReportView, marketTime: MarketTime): string =>
  report ? fieldsText(Object.entries(report), marketTime) : (body ?? '');

/** Reports that could not be booked. */
export function UnmatchedPanel() {
  const marketTime = useMarketTime();
  const columns = useMemo(() => columnsOf(marketTime), [marketTime]);
  const [selected, setSelected] = useState<UnmatchedReportView | null>(null);
  const [asked, setAsked] = useState<'book' | 'dismiss' | null>(null);
  const booking = useConfirmation<{ booked: boolean }>();
  const dismissal = useConfirmation<{ dismissed: boolean }>();
  const refresh = useRefreshExceptions();
  const reports = useExceptions(['unmatched'], (client, page, options) =>
    client.ops.unmatchedReports(page, options),
  );
  const isReviewed = booking.request !== null || dismissal.request !== null;
  const close = () => {
    booking.close();
    dismissal.close();
    setAsked(null);
  };
  const dismiss = (id: string, reason: string) => {
    const body: DismissRequest = { reason };
    dismissal.ask(
      post(`/ops/unmatched-reports/${id}/dismiss`, body, (client, to, options) =>
        client.ops.dismissReport(id, to.reason, options),
      ),
    );
  };
  const done = (text: string) => {
    announceDone(text);
    refresh();
    close();
  };

  return (
    <>
      <ExceptionList
        label="Unmatched reports"
        query={reports}
        hint="A report of an unknown order is booked automatically once that order appears. The others wait for a decision."
        fine="Every report is booked"
        columns={columns}
        rowId={reportId}
        onSelect={setSelected}
        onOpen={() => setAsked('book')}
        actions={
          <>
            <Button variant="default" disabled={!selected} onClick={() => setAsked('book')}>
              Book by hand
            </Button>
            <Button variant="default" disabled={!selected} onClick={() => setAsked('dismiss')}>
              Dismiss
            </Button>
          </>
        }
      />
      {selected && (
        <>
          <BookReportDialog
            key={`book ${selected.id}`}
            report={selected}
            opened={asked === 'book' && !isReviewed}
            onReview={booking.ask}
            onClose={close}
          />
          <ReasonDialog
            key={`dismiss ${selected.id}`}
            opened={asked === 'dismiss' && !isReviewed}
            title="Dismiss the report"
            danger
            onReview={(reason) => dismiss(selected.id, reason)}
            onClose={close}
          >
            {selected.comment}
          </ReasonDialog>
        </>
      )}
      <ConfirmDialog
        request={booking.request}
        title="Book the report on this order?"
        confirmLabel="Book"
        danger
        onDone={() => done('The report is booked')}
        onClose={booking.close}
      >
        <Text size="sm">The report is booked on the order, which cannot be undone here.</Text>
      </ConfirmDialog>
      <ConfirmDialog
        request={dismissal.request}
        title="Dismiss the report?"
        confirmLabel="Dismiss"
        danger
        onDone={() => done('The report is dismissed')}
        onClose={dismissal.close}
      >
        <Text size="sm">It is removed from the list and booked on no order.</Text>
      </ConfirmDialog>
    </>
  );
}
