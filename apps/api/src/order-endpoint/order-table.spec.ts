import { TestApi } from '../testing/test-api';

const ORDER = {
  type: 1,
  user_id: 7,
  product_id: 'RELIANCE',
  side: 0,
  price_instruction: 'LIMIT',
  ask_price: 2450.5,
  total_qty: 100,
  client: 3,
  exchange_id: 'NSE',
  account: '042',
  counter_party: 'XYZ',
};

const COLUMN = {
  Side: 0,
  State: 1,
  Symbol: 2,
  Client: 3,
  Size: 4,
  QtyDone: 5,
  QtyOpen: 6,
  OrderId: 7,
  PriceInstruction: 8,
  Exchange: 9,
  OrderStamp: 10,
  ProductType: 11,
  Ask: 12,
  Bid: 13,
  LTP: 14,
};

describe('POST /order_endpoint, type 4', () => {
  let api: TestApi;
  let nextUser = 100;

  beforeAll(async () => {
    api = await TestApi.start();
  });
  afterAll(() => api.stop());

  async function placed(fields: object): Promise<string> {
    const { body } = await api.post('/order_endpoint', { ...ORDER, ...fields });
    return body.order_id;
  }

  async function table(user_id: number | string) {
    const { status, body } = await api.post('/order_endpoint', { type: 4, user_id });
    expect(status).toBe(200);
    return body;
  }

  /** The state word that the table shows for an order after these reports. */
  async function stateAfter(...reports: object[]): Promise<string> {
    const user_id = nextUser++;
    const orderId = await placed({ user_id });
    for (const report of reports) await api.report({ ClOrdID: orderId, ...report });
    const { Orders } = await table(user_id);
    return Orders.data[0].order_table[COLUMN.State];
  }

  test('names its columns, each with an id and sortAsc', async () => {
    const { Orders, accounts } = await table(99);

    expect(Orders.order_columns).toEqual(
      [...Object.keys(COLUMN), 'Fills'].map((name, id) => ({ id, name, sortAsc: true })),
    );
    expect(Orders.fill_columns).toEqual(
      ['OrderId', 'QtyDone', 'Exchange', 'Stamp', 'Price', 'FillId'].map((name, id) => ({
        id,
        name,
        sortAsc: true,
      })),
    );
    expect(Orders.data).toEqual([]);
    expect(accounts).toEqual([]);
  });

  test('shows an order without fills with LTP -1 and numbers as numbers', async () => {
    const orderId = await placed({ user_id: 1 });
    const { Orders, accounts } = await table(1);

    expect(Orders.data).toEqual([
      {
        id: 0,
        fill_table: [],
        order_table: [
          ...['B', 'PN', 'RELIANCE', 3, 100, 0, 100, orderId, 'LIMIT', 'NSE'],
          expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
          null,
          2450.5,
          2450.5,
          -1,
        ],
      },
    ]);
    expect(accounts).toEqual([42]);
  });

  test('OrderStamp is the time of the market', async () => {
    await placed({ user_id: 2 });
    const { Orders } = await table(2);

    const stamp = Orders.data[0].order_table[COLUMN.OrderStamp].replace(' ', 'T');
    expect(Math.abs(Date.parse(`${stamp}+05:30`) - Date.now())).toBeLessThan(10_000);
  });

  test('shows fills in order, with a row for each', async () => {
    const orderId = await placed({ user_id: 3, side: 1 });
    await api.fill(orderId, '40', '2450.25', 'first');
    await api.fill(orderId, '10', '2451', 'second');

    const { Orders } = await table(3);
    const [{ order_table: row, fill_table: fills }] = Orders.data;

    expect(row[COLUMN.Side]).toBe('S');
    expect(row[COLUMN.State]).toBe('Partially filled');
    expect([row[COLUMN.QtyDone], row[COLUMN.QtyOpen], row[COLUMN.LTP]]).toEqual([50, 50, 2451]);
    const stamp = expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
    expect(fills).toEqual([
      [orderId, 40, 'NSE', stamp, 2450.25, 'first'],
      [orderId, 10, 'NSE', stamp, 2451, 'second'],
    ]);
  });

  test('a busted fill is not in the table', async () => {
    const orderId = await placed({ user_id: 4 });
    await api.fill(orderId, '40', '2450', 'to-bust');
    await api.report({ ClOrdID: orderId, ExecID: 'bust', ExecType: 'H', ExecRefID: 'to-bust' });

    const { Orders } = await table(4);

    expect(Orders.data[0].fill_table).toEqual([]);
    expect(Orders.data[0].order_table[COLUMN.QtyDone]).toBe(0);
  });

  test('lists only the orders of that user, oldest first, across accounts', async () => {
    const ids = [];
    for (const account of [5, '0006', 7]) ids.push(await placed({ user_id: 5, account }));
    await placed({ user_id: 6 });

    const { Orders, accounts } = await table('005');

    expect(Orders.data.map(({ id }: { id: number }) => id)).toEqual([0, 1, 2]);
    expect(
      Orders.data.map(({ order_table }: { order_table: unknown[] }) => order_table[COLUMN.OrderId]),
    ).toEqual(ids);
    expect(accounts).toEqual([5, 6, 7]);
  });

  test('long decimals are numbers with every digit', async () => {
    const body = JSON.stringify({ ...ORDER, user_id: 8 }).replace(
      '2450.5',
      '12345678901234567890.15',
    );
    await api.call('POST', '/order_endpoint', { body });

    const { text } = await api.post('/order_endpoint', { type: 4, user_id: 8 });
    expect(text).toContain(',12345678901234567890.15,');
  });

  test('is answered form-encoded too', async () => {
    await placed({ user_id: 9 });
    const { status, body } = await api.call('POST', '/order_endpoint', {
      form: { type: '4', user_id: '9' },
    });

    expect(status).toBe(200);
    expect(body.Orders.data).toHaveLength(1);
  });

  test.each([
    ['LIVE', [{ OrdStatus: '0' }]],
    ['Partially filled', [{ OrdStatus: '1', LastPx: 1, CumQty: 1 }]],
    ['Filled', [{ OrdStatus: '2', LastPx: 1, CumQty: 100 }]],
    ['Done for day', [{ OrdStatus: '3' }]],
    ['Cancelled', [{ OrdStatus: '4' }]],
    ['Pending for cancel', [{ OrdStatus: '6' }]],
    ['Stopped', [{ OrdStatus: '7' }]],
    ['Rejected', [{ OrdStatus: '8' }]],
    ['Suspended', [{ OrdStatus: '9' }]],
    ['PN', [{ OrdStatus: 'A' }]],
    ['Calculated', [{ OrdStatus: 'B' }]],
    ['Expired', [{ OrdStatus: 'C' }]],
    ['Accepted for binding', [{ OrdStatus: 'D' }]],
    ['Pending replace', [{ OrdStatus: 'E' }]],
  ])('the word for a status: %s', async (word, reports) => {
    expect(await stateAfter(...reports)).toBe(word);
  });
});
