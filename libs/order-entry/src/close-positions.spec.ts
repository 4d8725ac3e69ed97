import { decimal, EVERYTHING } from '@ome/domain';
import type { KnownPosition, PersistentClosings } from '@ome/engine';
import { PositionClosing } from './close-positions';

const REQUEST = { account: '42', exchange: 'NFO', symbol: 'NIFTY27OCT26F' };

const held = (product: string | null) =>
  ({ ...REQUEST, product, link: 'rest', position: { netQty: decimal(65) } }) as KnownPosition;

/** The product of the position that is closed; null if there is no such position. */
async function closedOf(products: (string | null)[], product?: string): Promise<unknown> {
  const asked: (string | null)[] = [];
  const close = (positions: readonly KnownPosition[]) => {
    asked.push(...positions.map((position) => position.product));
    return Promise.resolve([{ closed: {}, refusal: null }]);
  };
  const closing = new PositionClosing(
    { catchUp: () => Promise.resolve(true) },
    { find: () => Promise.resolve(products.map(held)) } as never,
    { close } as unknown as PersistentClosings,
    true,
  );
  const request = { ...REQUEST, ...(product !== undefined && { product }) };
  const closed = await closing.one(EVERYTHING, request, { by: null, requestId: null });
  return closed && asked;
}

test.each([
  ['under its own name', ['NRML', 'MIS'], 'MIS', ['MIS']],
  ['under the name of the default, where it has none', [null], 'NRML', [null]],
  ['under its own name first', [null, 'NRML'], 'NRML', ['NRML']],
  ['under a synonym', ['OPTIONS'], 'NRML', ['OPTIONS']],
  ['under no name, where it is the only one', [null], undefined, [null]],
  ['not under another name', [null], 'MIS', null],
])('a position is found %s', async (_, products, product, expected) => {
  expect(await closedOf(products, product)).toEqual(expected);
});
