import { decimal, OrdStatus } from '@ome/domain';
import { eventually } from '../../../../apps/simulator/src/testing/harness';
import { BreezeHarness } from '../conformance/testing/breeze-harness';

/** What only Breeze does; the conformance suite has what all links do. */
describe('BreezeLink with the simulator', () => {
  let at: BreezeHarness;

  beforeEach(async () => {
    at = new BreezeHarness({ echoes: false });
    await at.start();
  });
  afterEach(() => at.stop());

  test.each([1, 100])('frames about shares, with prices times %i', async (cashFrameScale) => {
    await at.venue.setBroker({ cashFrameScale });
    await at.streaming(async (told) => {
      const order = await at.resting(at.share());
      await eventually(() => expect(told.at(-1)?.ordStatus).toBe(OrdStatus.New));
      // The order's price is known by now, and shows the scale of a later frame at the latest.
      await at.send(at.replace(order));
      const replaced = { symbol: 'RELIANCE', price: decimal(102) };
      await eventually(() => expect(told.at(-1)).toMatchObject(replaced));
    });
  });

  test('an order whose answer was lost is matched by content, and the result says so', async () => {
    await at.venue.behaves('dropAfterActing', { then: 'rest' });
    const request = at.placement();
    await at.send(request);
    expect(await at.link.lookUp(request)).toMatchObject({
      outcome: 'found',
      text: expect.stringContaining('content'),
    });
  });

  test('while one is in doubt, an identical one is not sent', async () => {
    await at.venue.behaves('dropBeforeActing');
    const order = at.option();
    await at.send(at.placement(order));
    const alike = at.option({ orderQty: order.orderQty });
    expect(await at.link.admit(alike, alike.commands[0])).toMatchObject({
      admitted: false,
      everyone: false,
    });
  });

  test('the first order shows that remarks come back', async () => {
    expect(at.link.dedupe).toBe('bestEffort');
    await at.venue.setBroker({ echoRemark: true });
    await at.resting();
    await eventually(() => expect(at.link.dedupe).toBe('tagged'));
  });
});
