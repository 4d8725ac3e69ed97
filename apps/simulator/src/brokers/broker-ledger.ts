import { Injectable } from '@nestjs/common';
import { Clock } from '../clock';
import type { Decimal } from '../exact-decimal';
import type { BrokerAccount } from './broker-account';
import type { BrokerOrder } from './broker-order';
import { startOfDay } from './indian-time';

/** Part of a position that was moved to another product. */
export interface Conversion {
  contract: string;
  from: string;
  to: string;
  side: '1' | '2';
  quantity: Decimal;
}

interface Converted extends Conversion {
  at: Date;
}

/** The orders that came through the brokers' fronts. */
@Injectable()
export class BrokerLedger {
  private readonly orders = new Map<BrokerAccount, Map<string, BrokerOrder>>();
  private readonly conversions = new Map<BrokerAccount, Converted[]>();
  private readonly tags = new Map<BrokerAccount, Set<string>>();

  constructor(private readonly clock: Clock) {}

  add(order: BrokerOrder): void {
    const known = this.orders.get(order.owner) ?? new Map<string, BrokerOrder>();
    this.orders.set(order.owner, known.set(order.orderId, order));
    const tags = this.tags.get(order.owner) ?? new Set<string>();
    this.tags.set(order.owner, tags.add(order.tag));
  }

  find<T extends BrokerOrder>(account: BrokerAccount, orderId: string | undefined): T | undefined {
    return this.orders.get(account)?.get(orderId ?? '') as T | undefined;
  }

  /** Whether an order with this tag was placed before. */
  hasTag(account: BrokerAccount, tag: string): boolean {
    return tag !== '' && this.tags.get(account)?.has(tag) === true;
  }

  /** Orders since the given instant, oldest first; today's by default. */
  ordersOf<T extends BrokerOrder>(
    account: BrokerAccount,
    since = startOfDay(this.clock.now()),
  ): T[] {
    return [...this.all(account)].filter((order) => order.at >= since) as T[];
  }

  convert(account: BrokerAccount, conversion: Conversion): void {
    const converted = { ...conversion, at: this.clock.now() };
    this.conversions.set(account, [...(this.conversions.get(account) ?? []), converted]);
  }

  /** Conversions since the given instant; today's by default. */
  conversionsOf(
    account: BrokerAccount,
    since = startOfDay(this.clock.now()),
  ): readonly Converted[] {
    return (this.conversions.get(account) ?? []).filter(({ at }) => at >= since);
  }

  reset(): void {
    this.conversions.clear();
    this.orders.clear();
    this.tags.clear();
  }

  private all(account: BrokerAccount): Iterable<BrokerOrder> {
    return this.orders.get(account)?.values() ?? [];
  }
}
