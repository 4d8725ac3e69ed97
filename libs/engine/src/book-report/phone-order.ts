import {
  type ExecutionReport,
  hasLimitPrice,
  hasStopPrice,
  type NewOrder,
  ORDER_DEFAULTS,
  ordTypeFor,
  TimeInForce,
} from '@ome/domain';

/** The order that a venue's own desk opened, from its report (`opensOrder`). */
export function phoneOrder(report: ExecutionReport, orderId: string): NewOrder {
  const ordType = report.ordType ?? ordTypeFor(report);
  return {
    ...ORDER_DEFAULTS,
    type: 'NewOrder',
    origin: 'phone',
    orderId,
    clOrdId: orderId,
    account: report.account!,
    symbol: report.symbol!,
    exchange: report.exchange ?? '',
    side: report.side!,
    ordType,
    orderQty: report.orderQty!,
    price: hasLimitPrice(ordType) ? report.price : null,
    stopPrice: hasStopPrice(ordType) ? report.stopPrice : null,
    timeInForce: report.timeInForce ?? TimeInForce.Day,
    expireAt: report.expireAt ?? null,
    link: report.link,
    brokerOrderId: report.brokerOrderId,
    execId: report.execId,
    transactTime: report.transactTime,
  };
}
