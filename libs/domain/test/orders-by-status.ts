import { decimal, OrdStatus } from '../src';
import { aNewOrder, aReport, JournaledOrder, ORDER_ID } from './builders';

export const REQUEST_ID = `${ORDER_ID}-request`;

const trade = (execId: string, lastQty: number) =>
  aReport('Trade', { execId, lastQty: decimal(lastQty), lastPx: decimal(100) });

type Bring = (journal: JournaledOrder) => void;

const working: Bring = (journal) => void journal.book(aReport('New'));

const partFilled: Bring = (journal) => {
  working(journal);
  journal.book(trade('T1', 4));
};

const then =
  (kind: 'DoneForDay' | 'Canceled' | 'Stopped' | 'Suspended' | 'Calculated' | 'Expired'): Bring =>
  (journal) => {
    partFilled(journal);
    journal.book(aReport(kind));
  };

/** How a day order of 10 that the link has taken gets into each status, part-filled if possible. */
const BRING: Readonly<Record<OrdStatus, Bring>> = {
  [OrdStatus.PendingNew]: () => undefined,
  [OrdStatus.AcceptedForBidding]: (journal) => void journal.book(aReport('AcceptedForBidding')),
  [OrdStatus.New]: working,
  [OrdStatus.PartiallyFilled]: partFilled,
  [OrdStatus.Filled]: (journal) => {
    partFilled(journal);
    journal.book(trade('T2', 6));
  },
  [OrdStatus.DoneForDay]: then('DoneForDay'),
  [OrdStatus.Canceled]: then('Canceled'),
  [OrdStatus.Stopped]: then('Stopped'),
  [OrdStatus.Suspended]: then('Suspended'),
  [OrdStatus.Calculated]: then('Calculated'),
  [OrdStatus.Expired]: then('Expired'),
  [OrdStatus.Rejected]: (journal) => {
    working(journal);
    journal.book(aReport('Rejected'));
  },
  [OrdStatus.PendingCancel]: (journal) => {
    partFilled(journal);
    const asked = { clOrdId: REQUEST_ID, newClOrdId: 'Y' };
    journal.append({ type: 'CancelRequested', ...asked, text: null });
    journal.send(REQUEST_ID);
  },
  [OrdStatus.PendingReplace]: (journal) => {
    partFilled(journal);
    const asked = { clOrdId: REQUEST_ID, newClOrdId: 'Y' };
    const terms = { orderQty: decimal(20), price: decimal(101), stopPrice: null };
    journal.append({ type: 'ReplaceRequested', ...asked, ...terms });
    journal.send(REQUEST_ID);
  },
};

export function orderIn(status: OrdStatus): JournaledOrder {
  const journal = new JournaledOrder(aNewOrder());
  journal.send(ORDER_ID);
  BRING[status](journal);
  return journal;
}
