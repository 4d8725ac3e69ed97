import type { CancelOrderRequest, DecimalInput, ReplaceOrderRequest } from '@ome/contracts';
import { type CancelRequest, decimal, type Decimal, type ReplaceRequest } from '@ome/domain';
import { isGiven } from './field-rules';
import { invalid } from './invalid-request';

const decimalOrNull = (value: DecimalInput | null | undefined): Decimal | null =>
  isGiven(value) ? decimal(value) : null;

/**
 * An Idempotency-Key replaces a missing client's id.
 *
 * @throws InvalidRequest if nothing is to be changed
 */
export function replaceRequest(
  fields: ReplaceOrderRequest,
  idempotencyKey: string | null,
): ReplaceRequest {
  const request = {
    clOrdId: fields.clOrdId ?? idempotencyKey,
    quantity: decimalOrNull(fields.quantity),
    price: decimalOrNull(fields.price),
    stopPrice: decimalOrNull(fields.stopPrice),
  };
  if (request.quantity || request.price || request.stopPrice) return request;
  throw invalid('quantity', 'or price or stopPrice must be given');
}

export const cancelRequest = (
  fields: CancelOrderRequest,
  idempotencyKey: string | null,
): CancelRequest => ({
  clOrdId: fields.clOrdId ?? idempotencyKey,
  text: fields.reason ?? null,
});
