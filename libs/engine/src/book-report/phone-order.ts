import { type ExecutionReport, type NewOrder, OrdType, TimeInForce } from '@ome/domain';

/** The order that a venue's own desk opened, from its report (`opensOrder`). */
export function phoneOrder(report: ExecutionReport, orderId: string): NewOrder {
  return {
    type: 'NewOrder',
    origin: 'phone',
    orderId,
    clOrdId: orderId,
    account: report.account!,
    userId: null,
    symbol: report.symbol!,
    exchange: report.exchange ?? '',
    side: report.side!,
    ordType: report.price ? OrdType.Limit : OrdType.Market,
    orderQty: report.orderQty!,
    price: report.price,
    stopPrice: null,
    timeInForce: TimeInForce.Day,
    expireAt: null,
    product: null,
    link: report.link,
    tag: null,
    client: null,
    counterParty: null,
    basketId: null,
    parentOrderId: null,
    slicing: null,
    brokerOrderId: report.brokerOrderId,
    execId: report.execId,
    transactTime: report.transactTime,
  };
}
