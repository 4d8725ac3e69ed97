import { createHash } from 'node:crypto';
import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA } from '@nestjs/common/constants';
import { ModulesContainer } from '@nestjs/core';
import { RISK_RULE_NAMES } from '@ome/domain';
import { AuditStore } from '@ome/persistence';
import { ExportSigner, isSigned, type NewApiKey, Scope } from '@ome/platform';
import { type Json, newOrder, TestApi, TestStore } from '../testing/test-api';
import { AUDITED } from './audit-actions';

/** What they do is in the journal, with who did it. */
const ORDER_REQUESTS = [
  'OrderEndpointController.post',
  'ExecutionEndpointController.post',
  'RelayController.post',
  'OrdersController.create',
  'OrdersController.cancelMany',
  'OrdersController.replace',
  'OrdersController.cancel',
  'PositionsController.close',
  'PositionsController.closeAll',
];

/** Shows something for a secret in the body: in an address others would see it. */
const SHOWING = ['SignInController.authenticator'];

/** Of strangers, who are nobody yet; the sessions and keys that come of it are audited. */
const SIGNING_IN = ['DeviceSignInController.begin', 'DeviceSignInController.session'];

describe('the audit', () => {
  let store: TestStore;
  let api: TestApi;
  let desk: NewApiKey;

  beforeAll(async () => {
    store = await TestStore.create();
    api = await TestApi.start({}, store);
    desk = await store.addKey([Scope.Admin], { name: 'desk' });
    await store.addKey([Scope.Admin], { name: 'other' });
  });
  afterAll(async () => {
    await api.stop();
    await store.drop();
  });

  const asDesk = () => ({ 'x-api-key': desk.token });
  const audit = async (query = ''): Promise<Json[]> => (await api.get(`/audit${query}`)).body.items;

  /** Every route that changes something, by controller and method. */
  function mutatingHandlers(): { name: string; audited: boolean }[] {
    const controllers = [...api.app.get(ModulesContainer).values()].flatMap((module) => [
      ...module.controllers.values(),
    ]);
    return controllers.flatMap(({ metatype }) => {
      const prototype = (metatype as { prototype: Record<string, object> }).prototype;
      return Object.getOwnPropertyNames(prototype).flatMap((method) => {
        const handler = prototype[method];
        if (!Reflect.hasMetadata(METHOD_METADATA, handler)) return [];
        const verb = Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod;
        const audited = Reflect.hasMetadata(AUDITED, handler);
        const name = `${(metatype as { name: string }).name}.${method}`;
        return verb === RequestMethod.GET ? [] : [{ name, audited }];
      });
    });
  }

  test('every route that changes something is audited, but those of orders', () => {
    const unaudited = mutatingHandlers().filter(({ audited }) => !audited);
    expect(unaudited.map(({ name }) => name).sort()).toEqual(
      [...ORDER_REQUESTS, ...SHOWING, ...SIGNING_IN].sort(),
    );
  });

  test('a request records who did what to what, and the outcome', async () => {
    const body = { scope: 'account', id: 'A-1', reason: 'runaway program' };
    await api.post('/risk/kill-switch', body, { ...asDesk(), 'x-request-id': 'R-1' });

    expect((await audit('?action=risk.killSwitch'))[0]).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{24}$/),
      at: expect.stringMatching(/^\d{4}-.*Z$/),
      by: desk.id,
      byName: 'desk',
      action: 'risk.killSwitch.pull',
      subject: 'A-1',
      summary: 'scope account, reason runaway program',
      requestId: 'R-1',
      outcome: 'done',
      reason: null,
    });
    await api.call('DELETE', '/risk/kill-switch/account/A-1');
    expect(await audit('?subject=A-1')).toMatchObject([
      { action: 'risk.killSwitch.release', by: null, byName: null, outcome: 'done' },
      { action: 'risk.killSwitch.pull' },
    ]);
  });

  test('shows every limit that was set', async () => {
    for (const rule of RISK_RULE_NAMES) {
      await api.call('PUT', '/risk/limits', { body: { account: 'A-9', [rule]: null } });
      expect(await audit('?subject=A-9&limit=1')).toMatchObject([{ summary: `${rule} null` }]);
    }
  });

  test('a filter that no entry can have is refused', async () => {
    expect((await api.get('/audit?action=%00')).status).toBe(400);
  });

  test('a refused request is recorded with its reason, without secrets', async () => {
    await api.post('/links/flattrade/accounts/FT1/login', { code: 'very-secret-code' });
    await api.call('PUT', '/risk/limits', {
      body: { account: 'A-2', maxOrderQty: '-1', pin: 'x1y2' },
    });

    const [limits, login] = await audit();
    expect(login).toMatchObject({
      action: 'links.login',
      subject: 'flattrade FT1',
      outcome: 'refused',
      reason: 'No session of flattrade serves account FT1',
    });
    expect(limits).toMatchObject({ summary: 'maxOrderQty -1', outcome: 'refused' });
    const stored = JSON.stringify(await store.collection('audit_entries').find().toArray());
    expect(stored).not.toMatch(/very-secret-code|x1y2/);
  });

  test('orders are in the same list, from the journal', async () => {
    const order = (await api.post('/orders', newOrder({ account: 'A-3' }), asDesk())).body;
    await api.call('PUT', `/orders/${order.orderId}/followers/u1`, { headers: asDesk() });
    await api.post(`/orders/${order.orderId}/cancel`, { reason: 'changed my mind' }, asDesk());

    expect(await audit(`?subject=${order.orderId}`)).toMatchObject([
      { action: 'order.cancel', by: desk.id, byName: 'desk' },
      { action: 'order.follow', summary: 'userId u1' },
      {
        action: 'order.new',
        summary: 'BUY RELIANCE NSE, LIMIT, quantity 100, price 2450.5, account A-3',
        outcome: 'done',
      },
    ]);
  });

  test('a repeat with the same Idempotency-Key makes no second entry', async () => {
    const prices = [{ exchange: 'NSE', symbol: 'TCS', lastPx: '3500' }];
    for (let count = 0; count < 2; count += 1) {
      await api.post('/prices', prices, { 'idempotency-key': 'P-1' });
    }
    expect(await audit('?action=prices')).toMatchObject([{ summary: '1 items, NSE TCS 3500' }]);
    expect((await audit('?limit=100')).map(({ action }) => action)).not.toContain('prices.feed');
  });

  test.each(['action', 'by', 'subject'])('%s with a NUL is refused, and named', async (field) => {
    const { status, body } = await api.get(`/audit?${field}=%00`);
    expect(status).toBe(400);
    expect(body.errors).toMatchObject([{ field }]);
  });

  test('pages go through both sources without a gap or a repeat', async () => {
    for (let count = 0; count < 4; count += 1) {
      await api.place({ account: 'A-4' });
      await api.call('DELETE', '/risk/limits?account=A-4');
    }
    const whole = await audit('?limit=1000');
    const paged: Json[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { body } = await api.get(`/audit?limit=3${cursor && `&cursor=${cursor}`}`);
      paged.push(...body.items);
      cursor = body.nextCursor;
    }
    expect(paged).toEqual(whole);
    expect(new Set(paged.map(({ id }) => id)).size).toBe(paged.length);
    const times = paged.map(({ at }) => at);
    expect(times).toEqual([...times].sort().reverse());
  });

  test('filters by key, action and time', async () => {
    const all = await audit('?limit=1000');
    const desks = all.filter(({ by }) => by === desk.id);
    expect(desks.length).toBeGreaterThan(2);
    expect(await audit('?by=desk&limit=1000')).toEqual(desks);
    expect(await audit(`?by=${desk.id}&limit=1000`)).toEqual(desks);
    expect(await audit('?by=nobody')).toEqual([]);
    expect(await audit('?action=order.new&limit=1000')).toEqual(
      all.filter(({ action }) => action === 'order.new'),
    );
    const from = all.at(-3).at;
    const to = all[2].at;
    expect(await audit(`?from=${from}&to=${to}&limit=1000`)).toEqual(
      all.filter(({ at }) => at >= from && at < to),
    );
  });

  test('entries of fed prices expire after a week, others never', async () => {
    const entries = await store.collection('audit_entries').find().toArray();
    const kept = (entry: Json) => entry.expiresAt && (entry.expiresAt - entry.at) / 86_400_000;
    for (const entry of entries) {
      expect(kept(entry)).toBe(entry.action === 'prices.feed' ? 7 : undefined);
    }
  });

  test('a request that cannot be recorded first is not executed', async () => {
    const begin = jest.spyOn(api.app.get(AuditStore), 'begin').mockRejectedValueOnce(new Error());
    const pulled = await api.post('/risk/kill-switch', {
      scope: 'account',
      id: 'A-5',
      reason: 'x',
    });
    begin.mockRestore();

    expect(pulled.status).toBe(500);
    const { body } = await api.get('/risk/kill-switch');
    expect(body.items).not.toContainEqual(expect.objectContaining({ id: 'A-5' }));
  });

  test('says whether somebody changed or took out an entry', async () => {
    const whole = (await api.get('/audit/verification', asDesk())).body;
    expect(whole).toMatchObject({ faultCount: 0, faults: [] });
    expect(whole.entries).toBeGreaterThan(5);
    const entries = store.collection('audit_entries');
    const pulled = { action: 'risk.killSwitch.pull', subject: 'A-1' };
    const { _id: id, summary } = (await entries.findOne(pulled))!;
    await entries.updateOne({ _id: id }, { $set: { summary: 'nothing of note' } });
    const { body } = await api.get('/audit/verification', asDesk());
    await entries.updateOne({ _id: id }, { $set: { summary } });
    expect(body.faults).toEqual([{ id: String(id), text: 'was changed' }]);
  });

  test('what was exported stays signed when the key is replaced', async () => {
    const other = await TestApi.start({ AUDIT_SIGNING_KEY: 'x'.repeat(32) }, store);
    const signatures = await Promise.all(
      [api, other].map(async (each) => {
        const { text } = await each.get('/audit/export?format=jsonl', asDesk());
        return JSON.parse(text.trimEnd().split('\n').pop()!);
      }),
    );
    await other.stop();
    const [before, after] = signatures;
    expect(after.publicKey).not.toBe(before.publicKey);
    for (const { sha256, signature, publicKey } of signatures) {
      expect(isSigned(sha256, signature, publicKey)).toBe(true);
    }
    expect(isSigned(before.sha256, before.signature, after.publicKey)).toBe(false);
  });

  test.each(['jsonl', 'csv'])('is exported as %s, signed', async (format) => {
    await api.call('DELETE', '/risk/limits?account=A-8', { headers: asDesk() });
    await api.post(
      '/risk/kill-switch',
      { scope: 'account', id: '=A-8', reason: 'a,"b"' },
      asDesk(),
    );
    const { text, headers } = await api.get(`/audit/export?format=${format}`, asDesk());
    expect(headers['content-disposition']).toBe(`attachment; filename="audit.${format}"`);
    const lines = text.trimEnd().split('\n');
    const last = JSON.parse(lines.pop()!.replace(/^#/, ''));
    const content = `${lines.join('\n')}\n`;
    const sha256 = createHash('sha256').update(content).digest('hex');
    expect(last.sha256).toBe(sha256);
    expect(isSigned(sha256, last.signature, last.publicKey)).toBe(true);
    expect(isSigned(sha256.replace(/./, 'x'), last.signature, last.publicKey)).toBe(false);
    expect(last.publicKey).toBe(new ExportSigner('change-me').publicKey);
    if (format === 'csv') {
      expect(lines[0]).toBe('id,at,by,byName,action,subject,summary,requestId,outcome,reason');
      // A spreadsheet would run it.
      expect(lines[1]).toContain(`,'=A-8,"scope account, reason a,""b""`);
    } else {
      const { body } = await api.get('/audit?limit=1000', asDesk());
      expect(lines.slice(0, 5).map((line) => JSON.parse(line))).toEqual(body.items.slice(0, 5));
    }
  });

  test.each<[Record<string, string>]>([
    [{ HOST: '0.0.0.0' }],
    [{ TRUST_PROXY: 'true', RELAY_SECRET: 'of-relays-behind-a-proxy' }],
  ])('is not exported where everybody could sign: %j', async (reach) => {
    const closed = await TestApi.start(reach, store);
    const { status, body } = await closed.get('/audit/export', asDesk());
    expect([status, body.detail]).toEqual([409, expect.stringContaining('AUDIT_SIGNING_KEY')]);
    await closed.stop();
  });

  test('only admins read it', async () => {
    const closed = await TestApi.start({ HOST: '0.0.0.0' }, store);
    expect((await closed.get('/audit')).status).toBe(401);
    expect((await closed.get('/audit', asDesk())).status).toBe(200);
    await closed.stop();
  });
});
