import type { FixMessage } from '@ome/fix';
import type { LinkRequest } from '../link/link-request';
import { parseDecimal } from '../exact-decimal';
import { Malformed } from '../malformed';

const TYPES = { D: 'new', G: 'replace', F: 'cancel' } as const;

/**
 * An order or a change as the venue reads it.
 *
 * @param orderIdOf the ClOrdID of the new order that a later one goes back to
 * @throws Malformed that names the wrong field
 */
export function fixRequest(
  message: FixMessage,
  counterparty: string,
  orderIdOf: (clOrdId: string) => string,
): LinkRequest {
  const clOrdId = required(message, 11);
  const type = TYPES[message.type as keyof typeof TYPES];
  const origClOrdId = type === 'new' ? '' : required(message, 41);
  const side = message.get(54);
  if (side !== '1' && side !== '2') throw new Malformed('Side (54) must be 1 or 2');
  const facts = {
    orderId: type === 'new' ? clOrdId : orderIdOf(origClOrdId),
    clOrdId,
    origClOrdId,
    symbol: required(message, 55),
    exchange: message.get(207) ?? '',
    account: message.get(1) ?? '',
    side,
    counterparty,
  } as const;
  if (type === 'cancel') return { type, ...facts };
  const quantity = parseDecimal(required(message, 38));
  if (!quantity?.greaterThan(0)) throw new Malformed('OrderQty (38) must be above 0');
  const [price, trigger] = [44, 99].map((tag) => parseDecimal(message.get(tag) ?? null) ?? null);
  return { type, ...facts, quantity, price, trigger };
}

function required(message: FixMessage, tag: number): string {
  const value = message.get(tag);
  if (value === undefined || value === '') throw new Malformed(`Tag ${tag} is missing`);
  return value;
}
