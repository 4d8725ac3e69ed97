import { decimal } from '@ome/domain';
import { useSendingRig } from '../testing/sending-rig';
import { BY_TEST } from '../testing/slices-rig';

/** More than an order remembers of the ids of answered requests. */
const REPLACES = 34;

const sending = useSendingRig();

/** Fails if the work reads the whole history of the order. */
async function withoutHistory(orderId: string, work: () => Promise<unknown>): Promise<void> {
  const { journal } = sending.rig;
  const spies = [jest.spyOn(journal, 'read'), jest.spyOn(journal, 'readEntries')];
  await work();
  for (const spy of spies) expect(spy).not.toHaveBeenCalledWith(orderId);
  for (const spy of spies) spy.mockRestore();
}

async function accepted(): Promise<string> {
  const orderId = await sending.rig.placeOrder();
  await sending.rig.send.advance(orderId);
  await sending.report(orderId, { brokerOrderId: `V-${orderId}` });
  return orderId;
}

const request = (clOrdId: string, quantity: number) => ({
  clOrdId,
  quantity: decimal(quantity),
  price: null,
  stopPrice: null,
});

test('a report that quotes an id of the venue costs no read of the history', async () => {
  const orderId = await accepted();
  const quoted = { clOrdId: 'of-the-venue', brokerOrderId: `V-${orderId}` };
  await withoutHistory(orderId, async () => {
    for (const kind of ['Suspended', 'OrderStatus']) {
      await sending.report(orderId, { ...quoted, kind, execId: `${kind}-1` });
    }
  });
});

test('an id answered long ago is found without the history, by reports and by repeats', async () => {
  const orderId = await accepted();
  for (let number = 0; number < REPLACES; number += 1) {
    const changed = await sending.rig.change.replace(
      orderId,
      request(`client-${number}`, 200 + number),
      BY_TEST,
    );
    expect(changed).toHaveProperty('order');
    await sending.rig.send.advance(orderId);
    const clOrdId = `client-${number}`;
    await sending.report(orderId, { kind: 'Replaced', clOrdId, execId: `R${number}` });
  }
  await withoutHistory(orderId, async () => {
    const late = { clOrdId: 'client-0', kind: 'OrderStatus', execId: 'late' };
    await sending.report(orderId, { ...late, brokerOrderId: `V-${orderId}` });
    const repeat = await sending.rig.change.replace(orderId, request('client-0', 200), BY_TEST);
    expect(repeat).toHaveProperty('order');
  });
  const events = await sending.rig.journal.read(orderId);
  const asked = events.find((event) => 'newClOrdId' in event && event.newClOrdId === 'client-0');
  expect(asked).toBeDefined();
  expect(events.at(-1)).toMatchObject({
    execId: 'late',
    clOrdId: (asked as { clOrdId: string }).clOrdId,
  });
});
