import { decimal, type Decimal, ORDER_DEFAULTS, OrdType, Side, TimeInForce } from '@ome/domain';
import type { PlaceOrderCommand } from '@ome/engine';
import { BREEZE, type BreezeContract, parseContract } from '@ome/execution-links';
import { invalid } from '../problems/invalid-request';
import { decimalValueFault } from '../validation/field.validators';
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

/** The contract that the order names; throws InvalidRequest where its fields make none. */
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

/** @param symbol ours for the contract */
export function relayedOrder(
  dto: RelayedOrderDto,
  symbol: string,
  account: string,
): PlaceOrderCommand {
  const ordType = ORD_TYPE[dto.order_type];
  return {
    ...ORDER_DEFAULTS,
    clOrdId: null,
    account,
    symbol,
    exchange: dto.exchange_code,
    side: dto.action === 'buy' ? Side.Buy : Side.Sell,
    ordType,
    orderQty: decimal(dto.quantity),
    price: ordType === OrdType.Market ? null : positive('price', dto.price),
    stopPrice: ordType === OrdType.StopLimit ? positive('stoploss', dto.stoploss) : null,
    timeInForce: TIME_IN_FORCE[dto.validity],
    product: dto.product,
    link: BREEZE,
    tag: dto.user_remark || null,
  };
}

const isCash = ({ product }: RelayedOrderDto): boolean => ['cash', 'btst', 'mtf'].includes(product);

function positive(field: string, value: string | undefined): Decimal {
  const fault = decimalValueFault(value, 'positive');
  if (fault) throw invalid(field, fault);
  return decimal(value!);
}
