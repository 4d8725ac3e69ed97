import { OrdType, Side, TimeInForce } from '@ome/domain';
import { BREEZE, type BreezeContract, parseContract } from '@ome/execution-links';
import { invalid, type NewOrderFields } from '@ome/order-entry';
import type { RelayedOrderDto } from './relay.dto';

const ORD_TYPE: Readonly<Record<string, OrdType>> = {
  limit: OrdType.Limit,
  market: OrdType.Market,
  stoploss: OrdType.StopLimit,
};

const TIME_IN_FORCE: Readonly<Record<string, TimeInForce>> = {
  day: TimeInForce.Day,
  ioc: TimeInForce.ImmediateOrCancel,
  vtc: TimeInForce.GoodTillCancel,
};

/** The contract of the order; throws InvalidRequest if its fields are inconsistent. */
export function relayedContract(dto: RelayedOrderDto): BreezeContract {
  const { stock_code, exchange_code, expiry_date, right, strike_price } = dto;
  const product = isCash(dto) ? 'cash' : dto.product;
  const said = { stock_code, exchange_code, product, expiry_date, right, strike_price };
  const contract = parseContract(said);
  if (contract) return contract;
  throw invalid(
    'stock_code',
    `with exchange_code ${exchange_code}, product ${dto.product}, expiry_date, right and strike_price names no contract`,
  );
}

/** The price fields of Breeze's place_order. */
export const PRICE_NAMES = { price: 'price', stopPrice: 'stoploss' };

/** @param symbol our symbol of the contract */
export function relayedOrder(
  dto: RelayedOrderDto,
  symbol: string,
  account: string,
): NewOrderFields {
  const ordType = ORD_TYPE[dto.order_type];
  return {
    account,
    symbol,
    exchange: dto.exchange_code,
    side: dto.action === 'buy' ? Side.Buy : Side.Sell,
    ordType,
    quantity: dto.quantity,
    // The official client sends all prices, even those that the order does not use.
    ...(ordType !== OrdType.Market && { price: dto.price }),
    ...(ordType === OrdType.StopLimit && { stopPrice: dto.stoploss }),
    timeInForce: TIME_IN_FORCE[dto.validity],
    product: dto.product,
    link: BREEZE,
    ...(dto.user_remark && { tag: dto.user_remark }),
  };
}

const isCash = ({ product }: RelayedOrderDto): boolean => ['cash', 'btst', 'mtf'].includes(product);
