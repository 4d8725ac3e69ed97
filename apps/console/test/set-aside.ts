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
}
