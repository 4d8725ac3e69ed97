import { type NewOrder, type Refusal, refuse, RefusalCode, TimeInForce } from '@ome/domain';
import { targetLink } from '../execution-links';

/** Which orders go to a link that not every link takes. */
export interface LinkPolicy {
  /** Brokers refuse such orders from programs; here they are refused before anything is sent. */
  ioc: 'pass' | 'refuse';
  /** Whether it knows orders that wait for the next session. */
  amo: boolean;
  /** Of the symbols that it takes where `symbolFormat` is set; left out, any length will do. */
  minSymbolLength?: number;
}

/** By the name of the link. */
export type LinkPolicies = Readonly<Record<string, LinkPolicy>>;

/** Why the link of an order has no place for it. */
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
