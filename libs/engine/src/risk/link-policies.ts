import { type NewOrder, type Refusal, refuse, RefusalCode, TimeInForce } from '@ome/domain';
import { targetLink } from '../execution-links';

/** Which orders a link accepts, where links differ. */
export interface LinkPolicy {
  /** Brokers refuse such orders from programs; refused here before anything is sent. */
  ioc: 'pass' | 'refuse';
  /** Whether it supports orders for the next session. */
  amo: boolean;
  /** Whether market orders go out as limit orders, so that the exchange sees no others. */
  protectsMarketOrders?: boolean;
  /** Minimum symbol length if `symbolFormat` is set; left out, any length is accepted. */
  minSymbolLength?: number;
}

/** By the name of the link. */
export type LinkPolicies = Readonly<Record<string, LinkPolicy>>;

/** Why the link cannot take an order. */
export function refusedByPolicy(policies: LinkPolicies, order: NewOrder): Refusal | null {
  const link = targetLink(order);
  const policy = policies[link];
  if (order.timeInForce === TimeInForce.ImmediateOrCancel && policy?.ioc === 'refuse') {
    return refuse(
      RefusalCode.IocNotTaken,
      `timeInForce IOC is not taken by ${link}: place the order with DAY`,
    );
  }
  if (order.amo && !policy?.amo) {
    return refuse(RefusalCode.AmoNotTaken, `amo is not known at ${link}: leave it out`);
  }
  return null;
}
