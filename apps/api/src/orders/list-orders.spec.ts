import { type Json, TestApi } from '../testing/test-api';

describe('lists of orders and fills', () => {
  let api: TestApi;
  const ids: Record<string, string> = {};

  beforeAll(async () => {
    api = await TestApi.start();
    const place = async (name: string, fields: object) => {
      ids[name] = (await api.place(fields)).orderId;
    };
    await place('a', { account: 'A', userId: 'u1', tag: 'red' });
    await place('b', { account: 'A', userId: 'u2', symbol: 'TCS', side: 'SELL' });
    await place('c', { account: 'B', userId: 'u1', exchange: 'BSE', tag: 'red' });
    await place('d', { account: 'B', tag: '' });
    await api.fill(ids.a, '10', '100', 'a-1');
    await api.fill(ids.b, '20', '200', 'b-1');
    await api.fill(ids.c, '100', '300', 'c-1');
    await api.report({ ClOrdID: ids.d, OrdStatus: '8' });
  });
  afterAll(() => api.stop());

  const nameOf = (orderId: string) => Object.keys(ids).find((name) => ids[name] === orderId)!;
  const list = async (query: string): Promise<string> => {
    const { status, body, text } = await api.get(query);
    if (status !== 200) throw new Error(text);
    return body.items.map((item: Json) => nameOf(item.orderId)).join('');
  };

  describe('GET /orders', () => {
    test.each([
      ['', 'dcba'],
      ['account=A', 'ba'],
      ['account=nobody', ''],
      ['user=u1', 'ca'],
      ['symbol=TCS', 'b'],
      ['exchange=BSE', 'c'],
      ['side=SELL', 'b'],
      ['status=Filled', 'c'],
      ['status=PartiallyFilled', 'ba'],
      ['open=true', 'ba'],
      ['open=false', 'dc'],
      ['link=rest', 'dcba'],
      ['tag=red', 'ca'],
      ['tag=', 'd'],
      ['account=A&symbol=TCS&side=SELL&status=PartiallyFilled&open=true', 'b'],
      ['account=A&tag=blue', ''],
    ])('?%s: %s', async (query, expected) => {
      expect(await list(`/orders?${query}`)).toBe(expected);
    });

    test('from is inclusive and to is not', async () => {
      const { createdAt: b } = await api.order(ids.b);
      const { createdAt: c } = await api.order(ids.c);

      expect(await list(`/orders?from=${b}&to=${c}`)).toBe(b === c ? '' : 'b');
      expect(await list(`/orders?from=${c}`)).toContain('c');
      expect(await list(`/orders?to=${b}`)).not.toContain('b');
    });
  });

  describe('GET /fills', () => {
    test.each([
      ['', 'cba'],
      ['account=A', 'ba'],
      ['user=u1', 'ca'],
      ['symbol=TCS', 'b'],
      ['exchange=BSE', 'c'],
      ['side=SELL', 'b'],
      ['link=rest', 'cba'],
      ['from=2099-01-01', ''],
      ['to=2001-01-01', ''],
    ])('?%s: %s', async (query, expected) => {
      expect(await list(`/fills?${query}`)).toBe(expected);
    });

    test('by order', async () => {
      expect(await list(`/fills?orderId=${ids.b}`)).toBe('b');
    });

    test('an order without a user has fills without a user', async () => {
      const { orderId } = await api.place({ symbol: 'NOBODY' });
      await api.fill(orderId, '1', '1', 'nobody');
      const { body } = await api.get('/fills?symbol=NOBODY');
      expect(body.items).toMatchObject([{ userId: null }]);
    });

    test('newest first by the time of the execution, late ones in their place', async () => {
      const { orderId } = await api.place({ symbol: 'LATE' });
      for (const [execId, seconds] of [
        ['second', 2],
        ['fourth', 4],
        ['first', 1],
        ['third', 3],
      ]) {
        await api.report({
          ClOrdID: orderId,
          ExecID: execId,
          ExecType: 'F',
          LastQty: 1,
          LastPx: 1,
          TransactTime: `2026-01-02T03:04:0${seconds}Z`,
        });
      }
      const { body } = await api.get('/fills?symbol=LATE');
      expect(body.items.map(({ execId }: Json) => execId)).toEqual([
        'fourth',
        'third',
        'second',
        'first',
      ]);
      const { body: between } = await api.get(
        '/fills?symbol=LATE&from=2026-01-02T03:04:02Z&to=2026-01-02T03:04:04Z',
      );
      expect(between.items.map(({ execId }: Json) => execId)).toEqual(['third', 'second']);
    });
  });

  describe('paging', () => {
    const LISTS = ['/orders', '/fills'];

    beforeAll(async () => {
      // Many at the same moment: the time alone does not tell them apart.
      await Promise.all(
        Array.from({ length: 25 }, async (_, index) => {
          const { orderId } = (await api.placeUnderLoad({ account: 'pages' })).body;
          await api.report({
            ClOrdID: orderId,
            ExecID: `p-${index}`,
            ExecType: 'F',
            LastQty: 1,
            LastPx: 1,
            TransactTime: '2026-01-02T03:04:05Z',
          });
        }),
      );
    });

    test.each(LISTS)('%s: every item once, whatever is added meanwhile', async (url) => {
      const all = (await api.get(`${url}?account=pages&limit=1000`)).body.items;
      expect(all.length).toBeGreaterThanOrEqual(25);

      const seen: Json[] = [];
      let cursor: string | null = null;
      do {
        const after: string = cursor ? `&cursor=${cursor}` : '';
        const { body } = await api.get(`${url}?account=pages&limit=4${after}`);
        expect(body.items.length).toBeLessThanOrEqual(4);
        seen.push(...body.items);
        cursor = body.nextCursor;
        const { orderId } = (await api.placeUnderLoad({ account: 'pages' })).body;
        await api.fill(orderId, '1', '1', `added-${seen.length}`);
      } while (cursor);

      expect(seen.map(({ orderId }) => orderId as string)).toEqual(
        all.map(({ orderId }: Json) => orderId),
      );
    });

    test.each(LISTS)('%s: an exactly full last page has no cursor', async (url) => {
      const { body } = await api.get(`${url}?account=A&limit=2`);
      expect([body.items.length, body.nextCursor]).toEqual([2, null]);
    });

    test.each(
      [...LISTS, '/ops/alerts', '/ops/unmatched-reports', '/ops/undelivered'].flatMap((url) =>
        [
          'nonsense',
          '',
          'W10',
          Buffer.from('["1",2]').toString('base64url'),
          Buffer.from('["99999999999999999","2"]').toString('base64url'),
          Buffer.from(`["x","${'a'.repeat(24)}"]`).toString('base64url'),
        ].map((cursor) => [url, cursor]),
      ),
    )('%s?cursor=%s is a 400 that names the cursor', async (url, cursor) => {
      const { status, body } = await api.get(`${url}?cursor=${cursor}`);
      expect({ status, field: body.errors?.[0].field }).toEqual({ status: 400, field: 'cursor' });
    });

    test.each(
      [
        ...LISTS,
        `/orders/${'f'.repeat(24)}/events`,
        '/ops/alerts',
        '/ops/waiting',
        '/events',
      ].flatMap((url) => ['0', '1001', '-1', '1.5', 'x', ''].map((limit) => [url, limit])),
    )('%s?limit=%s is a 400 that names the limit', async (url, limit) => {
      const { status, body } = await api.get(`${url}?limit=${limit}`);
      expect({ status, field: body.errors?.[0].field }).toEqual({ status: 400, field: 'limit' });
    });

    test.each([
      ['/orders?acount=A', 'acount'],
      ['/orders?side=buy', 'side'],
      ['/orders?status=filled', 'status'],
      ['/orders?open=yes', 'open'],
      ['/orders?from=yesterday', 'from'],
      ['/orders?account=A&account=B', 'account'],
      ['/fills?orderId=5', 'orderId'],
      ['/fills?status=Filled', 'status'],
      ['/fills?to=', 'to'],
      ['/ops/waiting?state=queued', 'state'],
      ['/events?cursor=x', 'cursor'],
    ])('%s is a 400 that names %s', async (url, field) => {
      const { status, body } = await api.get(url);
      expect({ status, field: body.errors?.[0].field }).toEqual({ status: 400, field });
    });
  });
});
