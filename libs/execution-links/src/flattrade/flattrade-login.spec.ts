import type { BrokerToken } from '@ome/engine';
import { answer } from '../testing/fake-http-server';
import {
  FlattradeHarness,
  no,
  order,
  request,
  SESSION_OVER,
  TOKEN,
} from './testing/flattrade-harness';

describe('FlattradeLink', () => {
  const flattrade = new FlattradeHarness();
  beforeEach(() => flattrade.start());
  afterEach(() => flattrade.stop());

  describe('its login', () => {
    const exchange = (body: object) => {
      flattrade.answers.apitoken = answer(200, body);
      return flattrade.link().logIn('C1');
    };

    test('lasts until 05:00 in India', async () => {
      const at = new Date('2026-10-14T03:00:00Z');
      flattrade.answers.apitoken = answer(200, {
        token: 'fresh',
        client: 'FT012345',
        stat: 'Ok',
        emsg: '',
      });
      const expected: BrokerToken = {
        token: 'fresh',
        obtainedAt: at,
        expiresAt: new Date('2026-10-14T23:30:00Z'),
      };

      expect(await flattrade.link({ now: () => at }).logIn('C1')).toEqual(expected);
      expect(await flattrade.tokens.load('flattrade', 'FT012345')).toEqual(expected);
      expect(flattrade.budget.taken).toEqual(['read']);
    });

    test.each([
      [
        'somebody else',
        { token: 'fresh', client: 'FT999999', stat: 'Ok' },
        /FT999999, not FT012345/,
      ],
      ['nobody', { token: 'fresh', stat: 'Ok' }, /not FT012345/],
      ['no token', { client: 'FT012345', stat: 'Ok' }, /without a token/],
      ['a no', no('Invalid Input : Invalid App Key'), /Invalid App Key/],
    ])('of %s fails', async (_name, body, text) => {
      await expect(exchange(body)).rejects.toThrow(text);
      expect((await flattrade.tokens.load('flattrade', 'FT012345'))!.token).toBe(TOKEN);
    });

    test('in the older scheme is a form at the address of the calls', async () => {
      flattrade.answers.QuickAuth = answer(200, { token: 'fresh', client: 'FT012345', stat: 'Ok' });
      await flattrade.link({ signing: 'hmac-seed' }).logIn('C1');

      expect(flattrade.server.received).toMatchObject([{ path: '/PiConnectAPI/QuickAuth' }]);
      expect(flattrade.server.received[0].text).toMatch(
        /^api_key=K1&request_token=C1&checksum=[0-9a-f]{64}$/,
      );
    });

    test('is asked for once it has ended, and nothing is sent meanwhile', async () => {
      flattrade.answers.PlaceOrder = answer(200, SESSION_OVER);
      const over = flattrade.link();
      await over.send(request(order()));

      expect(over.isUp()).toBe(false);
      expect(over.loginState).toBe('loginNeeded');
      expect(over.status).toMatchObject({
        up: false,
        lastError: 'Log in at https://login.example/?app_key=K1',
      });
      expect(over.status.since.getTime()).toBeLessThanOrEqual(Date.now());
      expect(await over.send(request(order()))).toMatchObject({
        outcome: 'notSent',
        text: 'Not logged in (Log in at https://login.example/?app_key=K1)',
      });
      expect(flattrade.server.received).toHaveLength(1);
    });
  });
});
