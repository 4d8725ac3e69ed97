import { decimal } from '@ome/domain';
import {
  BrokerTokens,
  CallLog,
  ClosingGuard,
  Differences,
  type InstrumentFacts,
  InstrumentMaster,
  Instruments,
  PlacementHolds,
} from '@ome/engine';
import { BrokerCallDays } from '../../connectivity/broker-call-days';
import { MongoFixLog } from '../../fix-log/mongo-fix-log';
import { FixSessionStatusStore } from '../../fix-sessions/fix-session-status-store';
import { FIX_SESSION_DEFAULTS, FixSessionStore } from '../../fix-sessions/fix-session-store';
import { InstrumentQueries } from '../../instruments/instrument-queries';
import { LinkSamples } from '../../link-status/link-samples';
import { LinkStatusStore } from '../../link-status/link-status-store';
import { SweepStatusStore } from '../../sweep-status/sweep-status-store';
import { drain, type ModuleUse, pages } from './module-use';
import { aHistory, booked } from './use-orders';

const NOW = new Date();

const facts = (symbol: string): InstrumentFacts => ({
  broker: 'flattrade',
  exchange: 'NSE',
  symbol,
  brokerSymbol: `${symbol}-EQ`,
  stockCode: symbol,
  token: '1',
  name: null,
  kind: 'equity',
  underlying: symbol,
  expiry: null,
  right: null,
  strike: null,
  tickSize: null,
  lotSize: decimal(1),
  freezeQty: null,
});

export async function useInstruments({ get }: ModuleUse): Promise<void> {
  const master = get(InstrumentMaster);
  const file = { broker: 'flattrade', source: 'file' };
  const { listed } = await master.write({ ...file, rows: [facts('ACME'), facts('INFY')] });
  const changed = [{ ...facts('ACME'), lotSize: decimal(5) }];
  await master.write({ ...file, rows: changed, validFrom: '2026-01-01' });
  await master.hasOwn('flattrade');
  const superseded = { sources: ['file'], listed: new Set([...listed].slice(1)) };
  await master.removeUnlisted('flattrade', { ...superseded, today: '2026-01-02' });
  const queries = get(InstrumentQueries);
  const filters = [
    ...[{}, { search: 'AC' }, { exchange: 'NSE' }, { underlying: 'ACME' }],
    ...[{ exchange: 'NSE', underlying: 'ACME', expiryFrom: '2026-01-01' }],
  ];
  for (const filter of filters) await pages((cursor) => queries.page(filter, cursor, 1));
  await queries.bySymbol('NSE', 'ACME');
  const instruments = get(Instruments);
  await instruments.forEveryBroker('NSE', 'ACME-EQ');
  await instruments.named('ACME-EQ');
  await instruments.byBrokerSymbol('flattrade', 'NSE', 'ACME-EQ');
  await instruments.stockCodeOf('flattrade', 'NSE', 'ACME');
  await instruments.underlyingOf('flattrade', 'NSE', 'ACME');
  await instruments.hasDerivatives('NSE', 'ACME');
}

export async function useBrokers(use: ModuleUse): Promise<void> {
  const { get } = use;
  const calls = get(CallLog);
  await calls.note('flattrade', { id: 'call', kind: 'order', at: NOW });
  await calls.since('flattrade', new Date(0));
  await calls.countOfDay('flattrade', '2026-01-02', 1);
  await calls.countOfDay('flattrade', '2026-01-02', 1);
  await get(BrokerCallDays).callsOf('flattrade', '2026-01-02');
  const tokens = get(BrokerTokens);
  await tokens.save('flattrade', 'one', { token: 't', obtainedAt: NOW, expiresAt: NOW });
  await tokens.load('flattrade', 'one');
  await tokens.forget('flattrade', 'one', NOW);
  const holds = get(PlacementHolds);
  const orderIds: string[] = [];
  for (let index = 0; index < 2; index += 1) {
    const [{ event }] = await booked(use, [aHistory()[0]]);
    orderIds.push(event.orderId);
    await holds.acquire('content', event.orderId);
  }
  const day = 86_400_000;
  await use.aside
    .db!.collection('placement_holds')
    .updateMany({}, { $set: { at: new Date(Date.now() - 3 * day) } });
  await holds.acquire('content', orderIds[1]);
  await holds.acquire('other', orderIds[1]);
  await holds.isHeldBy('content', orderIds[1]);
  await get(ClosingGuard).run('close', (keep) => keep());
}

export async function useLinks({ get }: ModuleUse): Promise<void> {
  const session = { link: 'flattrade', session: 'one' };
  const differences = get(Differences);
  const found = ['A', 'B'].map((orderId) => ({
    kind: 'cumQty' as const,
    orderId,
    brokerOrderId: null,
    symbol: null,
    exchange: null,
    ours: '1',
    theirs: '2',
    done: 'Nothing',
  }));
  await differences.note(session, NOW, found);
  for (const filter of [{}, session, { kind: 'cumQty' }, { open: true }, { open: false }]) {
    await pages((cursor) => differences.page(filter, cursor, 1));
  }
  const statuses = get(LinkStatusStore);
  await statuses.report({
    link: 'rest',
    worker: 'one',
    up: true,
    lastError: null,
    since: NOW,
    login: null,
    dedupe: null,
    stream: null,
    reportedAt: NOW,
  });
  await statuses.all();
  await statuses.withdraw('rest', 'one');
  const sweeps = get(SweepStatusStore);
  await sweeps.report('one', [{ name: 'a sweep', lastSuccessAt: NOW, error: null }], NOW);
  await sweeps.all();
  await sweeps.withdraw('one');
  const samples = get(LinkSamples);
  await samples.add({
    link: 'rest',
    at: NOW,
    up: true,
    loggedIn: null,
    streamOpen: null,
    failed: 0,
    buckets: {},
    queued: 0,
    inDoubt: 0,
  });
  await samples.between('rest', new Date(0), new Date());
  await samples.since(new Date(0));
}

export async function useFixLog({ connection }: ModuleUse): Promise<void> {
  const log = new MongoFixLog(connection.db!.collection('fix_log'), 'OME-DESK');
  await log.open();
  const sent = { type: '8', at: NOW, header: [], body: '' };
  await log.append({ out: [{ ...sent, seq: 1, ref: 'r' }], nextIn: 2, cursor: null });
  await log.append({ out: [], nextIn: 2, cursor: null, denied: [1] });
  await log.find('r');
  await drain(log.read(1, 1));
  await drain(log.sentSince(NOW));
  await log.begin(NOW);
  await log.reset();
  const first = new MongoFixLog(connection.db!.collection('fix_log'), 'OME-DESK');
  await first.open();
  await log.append({ out: [], nextIn: 3, cursor: null }).catch(() => undefined);
}

export async function useFixSessions({ get }: ModuleUse): Promise<void> {
  const sessions = get(FixSessionStore);
  const session = {
    ...FIX_SESSION_DEFAULTS,
    compId: 'DESK',
    version: 'FIX.4.4' as const,
    defaultAccount: 'DESK',
  };
  await sessions.put(session);
  await sessions.list(true);
  const found = (await sessions.find('DESK', false))!;
  await sessions.logOf(session).state();
  await sessions.logOf(session).page(null, 10);
  await sessions.logOf(session).page({ n: 1, seq: 1 }, 10);
  await sessions.restart(found);
  await sessions.reset(found);
  await sessions.remove('DESK');
  const statuses = get(FixSessionStatusStore);
  await statuses.report([
    {
      compId: 'DESK',
      process: 'one',
      isLoggedOn: true,
      isOpen: true,
      since: NOW,
      heardAt: NOW,
      lastOut: 1,
      writtenOut: 1,
      lastEnd: null,
      reportedAt: NOW,
    },
  ]);
  await statuses.find('DESK');
  await statuses.all();
}
