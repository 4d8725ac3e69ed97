import { mongo } from 'mongoose';
import type { ConsoleRig } from './console-rig';
import { violations } from './violations';

export function setAsideTests(rig: () => ConsoleRig): void {
  let client: mongo.MongoClient;

  beforeAll(async () => {
    client = await mongo.MongoClient.connect(rig().engine.state.mongoUrl as string);
  });
  afterAll(() => client.close());

  test('a history that a newer engine wrote is listed until it can be read, with the way to its order', async () => {
    await rig().behave('NEWER', { behaviour: 'rest' });
    const { orderId } = await rig().place({ symbol: 'NEWER' });
    await rig().untilOrder(orderId, ({ ordStatus }) => ordStatus === 'New');
    const events = client.db().collection('order_events');
    const known = await events.findOneAndUpdate(
      { orderId, seq: 1 },
      { $set: { schemaVersion: 99 } },
    );
    await expect(rig().client.orders.events(orderId)).rejects.toMatchObject({ status: 503 });

    const page = await rig().open('/exceptions');
    await page.getByRole('tab', { name: 'Unreadable histories' }).click();
    const row = page.getByRole('row').filter({ hasText: orderId });
    await row.getByText('NewOrder is in schema version 99').waitFor();
    expect(await violations(page)).toEqual([]);
    await row.getByRole('gridcell', { name: orderId }).dblclick();
    await page.waitForURL(`**/orders/${orderId}`);

    await page.goBack();
    await page.getByRole('tab', { name: 'Unreadable histories' }).click();
    await row.waitFor();
    await events.replaceOne({ _id: known!._id }, known!);
    await page.getByText('Every history can be read').waitFor();
    expect((await rig().client.orders.events(orderId)).items[0]).toMatchObject({ seq: 1 });
  });

  test('a position whose closing was given up is listed, with the way to the positions', async () => {
    const at = new Date();
    await client
      .db()
      .collection('asked_closings')
      .insertOne({
        account: 'left-open',
        positionIds: [],
        terms: { clOrdId: null, price: null, cancelResting: true, ignoreBroker: false },
        origin: { by: null, requestId: null },
        at,
        tries: 60,
        dueAt: null,
        givenUpAt: at,
        waits: [
          { exchange: 'NSE', symbol: 'SBIN', product: 'CNC', link: 'rest', text: 'It was refused' },
        ],
      });
    const page = await rig().open('/exceptions');
    await page.getByRole('tab', { name: 'Waiting closings' }).click();
    const row = page.getByRole('row').filter({ hasText: 'left-open' });
    await row.getByText('It was refused').waitFor();
    expect(await violations(page)).toEqual([]);
    await row.getByRole('gridcell', { name: 'left-open' }).dblclick();
    await page.waitForURL('**/positions');
  });
}
