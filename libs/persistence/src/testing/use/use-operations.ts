import {
  applyBasketEvent,
  type BasketEvent,
  decimal,
  EVERYTHING,
  ORDER_DEFAULTS,
  OrdType,
  Side,
  TimeInForce,
} from '@ome/domain';
import { BasketJournal, BasketProjector, FillsByOrigin } from '@ome/engine';
import { ApiKeyStore } from '../../api-keys/api-key-store';
import { AuditQueries } from '../../audit/audit-queries';
import { AuditStore } from '../../audit/audit-store';
import { AuditVerification } from '../../audit/audit-verification';
import { BasketQueries, MongoBasketProjector } from '../../baskets/mongo-baskets';
import { IdempotencyStore } from '../../idempotency-keys/idempotency-store';
import { StoreInspection } from '../../inspection/store-inspection';
import { Leases } from '../../leases/leases';
import { MODELS } from '../../collections';
import { RebuildRun } from '../../operations/rebuild-run';
import { PendingChangeStore } from '../../pending-changes/pending-change-store';
import { SetAsideHistories } from '../../set-aside/set-aside-histories';
import { anOrderId } from '../test-store';
import { type ModuleUse, pages } from './module-use';
import { aHistory, booked } from './use-orders';
import { KEY } from './use-positions';
import { UsedLogoutTokens } from '../../logout-tokens/used-logout-tokens';
import { UserSessionStore } from '../../user-sessions/user-session-store';
import { UserStore } from '../../users/user-store';
import { Owners } from '../../owners/owners';

const NOW = new Date();

const aBasketNew = (): BasketEvent => ({
  type: 'BasketNew',
  basketId: anOrderId(),
  seq: 1,
  at: NOW,
  by: null,
  requestId: null,
  basketClOrdId: 'B',
  account: '42',
  userId: null,
  proceedWhen: 'FILLED',
  stageTimeoutMs: 1_000,
  onFailure: 'STOP',
  legs: [
    {
      ...ORDER_DEFAULTS,
      leg: 1,
      stage: 1,
      orderId: anOrderId(),
      clOrdId: 'B-1',
      symbol: 'ACME',
      exchange: 'NSE',
      side: Side.Buy,
      ordType: OrdType.Market,
      timeInForce: TimeInForce.Day,
      orderQty: decimal(1),
      link: 'rest',
    },
  ],
});

export async function useBaskets({ get }: ModuleUse): Promise<void> {
  const journal = get(BasketJournal);
  for (const event of [aBasketNew(), aBasketNew()]) {
    await journal.append(event);
    await journal.append(event);
    await get(BasketProjector).project(applyBasketEvent(null, event));
    await journal.read(event.basketId);
    await get(Owners).forBasket(event.basketId);
  }
  await get(MongoBasketProjector).repairStale(() => Promise.resolve());
  const queries = get(BasketQueries);
  const filters = [{}, { account: '42' }, { open: true }, { status: 'EXECUTING' as const }];
  for (const filter of filters)
    await pages((cursor) => queries.page(EVERYTHING, filter, cursor, 1));
  await get(FillsByOrigin).ofBaskets(KEY, []);
  await queries.open(10);
  await queries.awaitingApproval(EVERYTHING, 10);
  await queries.unprojected(new Date(0));
}

export async function useAudit(use: ModuleUse): Promise<void> {
  const { get } = use;
  const [{ event }] = await booked(use, aHistory());
  const entry = {
    at: NOW,
    by: 'key',
    action: 'limits.set',
    subject: '42',
    summary: '',
    requestId: null,
    expiresAt: NOW,
  };
  const id = await get(AuditStore).begin(entry);
  const { expiresAt: _, ...kept } = entry;
  await get(AuditStore).settle(await get(AuditStore).begin(kept), 'done', null);
  await get(AuditStore).settle(id, 'done', null);
  await get(AuditVerification).run();
  const subject = event.orderId;
  const audit = get(AuditQueries);
  for (const filter of [
    ...[
      {},
      { by: ['key'] },
      { action: 'limits' },
      { without: ['prices.feed'] },
      { subject: '42' },
      { subject },
    ],
    ...[{ from: new Date(0), to: new Date() }],
  ]) {
    await pages((cursor) => audit.page(filter, cursor, 1));
  }
}

export async function useKeys({ get }: ModuleUse): Promise<void> {
  const keys = get(ApiKeyStore);
  await keys.add({ id: 'one', name: 'One', hash: 'hash', scopes: [] });
  await keys.find('one');
  await keys.anyValid(NOW);
  await keys.list();
  await keys.ownedBy('anna');
  await keys.revoke('one');
  const requests = get(IdempotencyStore);
  await requests.begin('request', 'content');
  await requests.begin('request', 'content');
  await requests.answered('request', 200, {});
  await requests.forget('request');
}

export async function usePeople({ get }: ModuleUse): Promise<void> {
  const people = get(UserStore);
  const setup = { hash: 'setup', expiresAt: NOW, totpSecret: Buffer.from('sealed') };
  const terms = { name: 'Anna', roles: ['trader'], accounts: null, users: null, disabled: false };
  await people.add({ ...terms, login: 'anna', signIn: 'password', setup });
  await people.add({ ...terms, login: 'bert', signIn: 'oidc' });
  await people.change('anna', { roles: ['viewer'] });
  await people.reset('anna', setup);
  const chosen = { passwordHash: 'hash', totpSecret: setup.totpSecret, totpStep: 0 };
  await people.setUp('anna', 'setup', { ...chosen, recoveryHashes: ['one'] });
  await people.useTotpStep('anna', 1);
  await people.useRecoveryCode('anna', 'one');
  await people.tie('bert', { issuer: 'https://issuer', subject: '7' });
  await people.findByOidc('https://issuer', '7');
  await people.find('anna');
  await people.anyEnabled();
  await people.list();
  const sessions = get(UserSessionStore);
  const times = { createdAt: NOW, seenAt: NOW, expiresAt: new Date(NOW.getTime() + 60_000) };
  await sessions.add({
    id: 'hash',
    login: 'anna',
    sealedIdToken: null,
    providerSession: 'sid',
    ...times,
  });
  await sessions.find('hash');
  await sessions.touch('hash', new Date());
  await sessions.end('hash');
  await sessions.endOfProvider('sid');
  await sessions.endAll('anna');
  const tokens = get(UsedLogoutTokens);
  await tokens.add('hash', NOW);
  await tokens.add('hash', NOW);
  await tokens.forget('hash');
}

export async function useSetAside({ get }: ModuleUse): Promise<void> {
  const aside = get(SetAsideHistories);
  const place = { stream: 'order', id: anOrderId(), seq: 2, kind: 'newer', reason: '' } as const;
  aside.note(place);
  while ((await aside.count()) === 0);
  await pages((cursor) => aside.page(cursor, 1));
  await aside.readmit(place, 1);
  await aside.readmit(place, 2);
}

export async function useInspection({ get, connection }: ModuleUse): Promise<void> {
  const inspection = get(StoreInspection);
  await inspection.collections();
  for (const { schema } of MODELS) {
    await inspection.newest(
      (schema as unknown as { options: { collection: string } }).options.collection,
      1,
    );
  }
  await inspection.feedConsumers(NOW);
  await inspection.leases(NOW);
  await get(Leases).isHeld('close');
  await get(Leases).freeIn('close');
  const brief = new Leases(connection.models.LeaseRecord as never, 'use', 1);
  for (let round = 0; round < 3; round += 1) await brief.hold('brief');
}

export async function useRebuild(use: ModuleUse): Promise<void> {
  await booked(use, aHistory());
  const orders = use.aside.db!.collection('orders');
  await orders.updateOne({}, { $set: { cumQty: 99 } });
  await orders.insertOne({ _id: 'nobody' as never, version: 1 });
  await use.aside.db!.collection('positions').insertOne({ _id: 'nobody' as never });
  await new Promise((resolve) => void use.get(RebuildRun).start(null, resolve));
  await use.get(RebuildRun).show();
}

export async function usePendingChanges({ get }: ModuleUse): Promise<void> {
  const changes = get(PendingChangeStore);
  const change = { id: 'c', action: 'risk.limits.set', request: {}, accounts: null, users: null };
  const times = { at: NOW, expiresAt: new Date(NOW.getTime() + 60_000) };
  await changes.add({ ...change, ...times, by: null, state: 'pending', decidedBy: null });
  await changes.find('c');
  await changes.pending(NOW, 10);
  const key = { id: 'k', name: 'Asked for', hash: 'hash', scopes: [] };
  await get(ApiKeyStore).addApproved(key, { changeId: 'c', by: 'other' });
  await changes.reject('c', 'other');
}
