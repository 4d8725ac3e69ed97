import {
  type ExecutionReport,
  type NewOrder,
  ORDER_DEFAULTS,
  OrdType,
  TimeInForce,
} from '@ome/domain';

/** The order that a venue's own desk opened, from its report (`opensOrder`). */
export function phoneOrder(report: ExecutionReport, orderId: string): NewOrder {
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
    ordType: report.price ? OrdType.Limit : OrdType.Market,
    orderQty: report.orderQty!,
    price: report.price,
    timeInForce: TimeInForce.Day,
    link: report.link,
    brokerOrderId: report.brokerOrderId,
    execId: report.execId,
    transactTime: report.transactTime,
  };
}
