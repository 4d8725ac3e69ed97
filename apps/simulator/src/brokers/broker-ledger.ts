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
  private readonly orders = new Map<BrokerAccount, BrokerOrder[]>();
  private readonly newest = new Map<BrokerAccount, Map<string, BrokerOrder>>();
  private readonly conversions = new Map<BrokerAccount, Converted[]>();
  private readonly tags = new Map<BrokerAccount, Set<string>>();

  constructor(private readonly clock: Clock) {}

  add(order: BrokerOrder): void {
    const known = this.orders.get(order.owner) ?? [];
    known.push(order);
    this.orders.set(order.owner, known);
    const byNumber = this.newest.get(order.owner) ?? new Map<string, BrokerOrder>();
    this.newest.set(order.owner, byNumber.set(order.orderId, order));
    const tags = this.tags.get(order.owner) ?? new Set<string>();
    this.tags.set(order.owner, tags.add(order.tag));
  }

  /** An order of today: those of the day before are forgotten, and their numbers may come back. */
  find<T extends BrokerOrder>(account: BrokerAccount, orderId: string | undefined): T | undefined {
    const found = this.newest.get(account)?.get(orderId ?? '');
    return found && found.bookedAt >= startOfDay(this.clock.now()) ? (found as T) : undefined;
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
    return (this.orders.get(account) ?? []).filter((order) => order.bookedAt >= since) as T[];
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
    this.newest.clear();
    this.tags.clear();
  }
}
