import { decimal } from '@ome/domain';
import type { Connection } from 'mongoose';
import { toBson } from '../bson';
import { dropTestStore, openTestStore } from '../testing/test-store';
import { MongoPositionHolders } from './mongo-position-holders';
import type { Keyed } from './position.document';

describe('MongoPositionHolders', () => {
  let connection: Connection;
  let holders: MongoPositionHolders;

  beforeAll(async () => {
    connection = await openTestStore();
    const positions = connection.db!.collection<Keyed>('positions');
    holders = new MongoPositionHolders(positions);
    const held = (account: string, netQty: number, fields: object = {}) => ({
      _id: `${account} ${JSON.stringify(fields)}`,
      account,
      link: 'flattrade',
      exchange: 'NSE',
      symbol: 'INFY',
      product: 'MIS',
      open: netQty !== 0,
      position: toBson({ netQty: decimal(netQty) }),
      ...fields,
    });
    await positions.insertMany([
      held('7', 10),
      held('8', -5, { product: null }),
      held('9', 4),
      held('7', 1, { product: 'CNC' }),
      held('7', 1, { link: 'breeze' }),
      held('7', 1, { exchange: 'BSE' }),
      held('7', 1, { symbol: 'TCS' }),
      held('7', 0, { symbol: 'INFY' }),
    ]);
  });
  afterAll(() => dropTestStore(connection));

  const asked = { exchange: 'NSE', symbol: 'INFY', product: 'MIS' };

  test('finds what accounts hold of one contract and product at a link', async () => {
    const found = await holders.holdersOf('flattrade', { notIn: ['9'] }, asked);
    expect(found.map(({ account, netQty }) => `${account} ${netQty.toFixed()}`).sort()).toEqual([
      '7 10',
      '8 -5',
    ]);
  });

  test('finds all products if none is given', async () => {
    const found = await holders.holdersOf('flattrade', { in: ['7'] }, { ...asked, product: null });
    expect(found).toHaveLength(2);
  });
});
