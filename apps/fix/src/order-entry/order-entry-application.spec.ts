import { decimal, type OrderFact, refuse, RefusalCode } from '@ome/domain';
import { FixMessage } from '@ome/fix';
import { aNewOrder, clock, JournaledOrder, ORDER_ID } from '../../../../libs/domain/test/builders';
import { ReportedEvents } from '../reports/reported-events';
import type { LogonCheck } from '../sessions/logon-check';
import type { SessionDefinition } from '../sessions/session-definition';
import { OrderEntryApplication, type OrderEntryPorts } from './order-entry-application';

const SESSION = {
  compId: 'DESK44',
  version: 'FIX.4.4',
  entitlement: { accounts: null, users: null },
  maxMessagesPerSecond: 1_000,
  messageTypes: null,
} as unknown as SessionDefinition;

const trade = (lastQty: number, execId: string): OrderFact => ({
  type: 'Trade',
  source: 'link',
  clOrdId: null,
  brokerOrderId: 'V1',
  text: null,
  transactTime: null,
  alerts: [],
  execId,
  lastQty: decimal(lastQty),
  lastPx: decimal(100),
  exchange: 'NSE',
  cancelsRemainder: false,
});

test.each([
  ['a refused cancel', '35=F|11=c2|41=c1|37=ID'],
  ['a refused change', '35=G|11=c2|41=c1|37=ID|38=20|40=2|44=101'],
  ['a status', '35=H|11=c1|37=ID'],
])('%s tells no state that is older than what was told before', async (_, text) => {
  const journaled = new JournaledOrder(aNewOrder());
  journaled.append(trade(4, 'T1'));
  const early = journaled.order;
  const told = new ReportedEvents({ read: () => Promise.resolve(journaled.events) } as never);
  const refused = () => Promise.resolve(refuse(RefusalCode.CancelPending));
  const application = new OrderEntryApplication(
    SESSION,
    {} as LogonCheck,
    {
      orders: { load: () => Promise.resolve(early) },
      changeOrder: { cancel: refused, replace: refused },
      names: { canonical: () => Promise.resolve(early) },
      told,
      clock: { now: () => clock(9) },
    } as unknown as OrderEntryPorts,
  );
  const body = text.replace('ID', ORDER_ID).replaceAll('|', '\x01');
  const message = FixMessage.parse(`8=FIX.4.4\x019=0\x01${body}\x01`)!;

  const [answer] = await application.message(message);
  const statusNow = () => {
    const made = typeof answer === 'function' ? answer() : answer;
    return new Map(made.body as readonly [number, string][]).get(39);
  };
  expect(statusNow()).toBe('1');
  const filled = journaled.append(trade(6, 'T2'));
  await told.describe([{ id: 'e3', event: filled } as never]);
  expect(statusNow()).toBe('2');
});
