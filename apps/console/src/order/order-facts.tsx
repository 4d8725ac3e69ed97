import { Anchor } from '@mantine/core';
import type { OrderView } from '@ome/contracts';
import { Link } from 'react-router';
import { useMarketTime } from '../api/session';
import { FactList } from '../feedback/fact-list';
import { averageText, priceText } from '../market/figure-text';

/** Everything known about an order. */
export function OrderFacts({ order }: { order: OrderView }) {
  const marketTime = useMarketTime();
  const price = (text: string | null) => text && priceText(text);
  const linked = (path: string, id: string | null) =>
    id && (
      <Anchor component={Link} to={`${path}/${id}`} inherit>
        {id}
      </Anchor>
    );
  const at = (time: string | null) => time && marketTime.full(time);
  return (
    <FactList
      facts={[
        ['Account', order.account],
        ['User', order.userId],
        ['Type', `${order.ordType} ${order.timeInForce}`],
        ['Expires', at(order.expireAt)],
        ['Quantity', order.orderQty],
        ['Price', price(order.price)],
        ['Stop price', price(order.stopPrice)],
        ['Filled', order.cumQty],
        ['Leaves', order.leavesQty],
        ['Average price', order.cumQty === '0' ? null : averageText(order.avgPx)],
        ['Last price', price(order.lastPx)],
        ['Product', order.product],
        ['Link', order.link],
        ['Tag', order.tag],
        ['Basket', linked('/baskets', order.basketId)],
        ['Slice of', linked('/orders', order.parentOrderId)],
        ['ClOrdID', order.clOrdId],
        ['OrderID', order.orderId],
        ['Venue’s id', order.brokerOrderId],
        ['Created', at(order.createdAt)],
        ['Changed', at(order.updatedAt)],
        ['Events', String(order.version)],
      ]}
    />
  );
}
