import type { BasketDetailView } from '@ome/contracts';
import type { JsonClient } from '../json-client';

/** The baskets of these ids as the engine shows them; unknown ones are missing. */
export async function basketsOf(
  ids: readonly string[],
  api: JsonClient,
): Promise<BasketDetailView[]> {
  const answers = await Promise.all(ids.map((id) => api.request('GET', `/baskets/${id}`)));
  return answers
    .filter(({ status }) => status === 200)
    .map(({ body }) => body as unknown as BasketDetailView);
}

/** It waits for a closing order that the venue leaves resting. */
export const waitsForClosing = ({ legs }: BasketDetailView): boolean =>
  legs.some(({ unwinding }) =>
    unwinding.some(({ ordStatus }) => ordStatus === 'New' || ordStatus === 'PartiallyFilled'),
  );

/** Ids of the orders that a basket has or may create. */
export const orderIdsOf = ({ legs }: BasketDetailView): string[] =>
  legs.flatMap(({ orderId, unwinding }) => [orderId, ...unwinding.map((one) => one.orderId)]);
