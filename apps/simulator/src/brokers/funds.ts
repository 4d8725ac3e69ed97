import { Injectable } from '@nestjs/common';
import { Decimal, ZERO } from '../exact-decimal';
import type { BrokerAccount } from './broker-account';

/** A thousand crore rupees: nobody runs out of it who has not been given less. */
export const DEFAULT_CASH: Decimal = new Decimal(10_000_000_000);

/** What all orders and positions would block, and what there is for it. */
export interface Shortfall {
  readonly required: Decimal;
  readonly available: Decimal;
}

/** The money of the accounts, before what they gain, lose and block. */
@Injectable()
export class Funds {
  private readonly cash = new Map<BrokerAccount, Map<string, Decimal>>();
  /** What all orders of an account would have blocked, had none closed a position. */
  private readonly engaged = new Map<BrokerAccount, Decimal>();

  /** @param segment of a broker whose money is allocated to segments */
  of(account: BrokerAccount, segment = ''): Decimal {
    const known = this.cash.get(account);
    return known?.get(segment) ?? known?.get('') ?? DEFAULT_CASH;
  }

  /** Without a segment, of each that has none of its own. */
  set(account: BrokerAccount, cash: Decimal, segment = ''): void {
    const known = segment === '' ? undefined : this.cash.get(account);
    this.cash.set(account, new Map(known).set(segment, cash));
  }

  /** Moves money into a segment, or out of it for a negative amount. */
  move(account: BrokerAccount, amount: Decimal, segment: string): void {
    this.set(account, Decimal.max(ZERO, this.of(account, segment).plus(amount)), segment);
  }

  /**
   * Null if there is money for what an order blocks, or if it blocks nothing more. What the account
   * blocks in all, without the order and with it, is only counted for an account whose orders
   * together could be too much.
   */
  shortfall(
    account: BrokerAccount,
    cash: Decimal,
    order: Decimal,
    state: () => { before: Decimal; blocked: Decimal; gained: Decimal },
  ): Shortfall | null {
    const engaged = (this.engaged.get(account) ?? ZERO).plus(order);
    if (engaged.lte(cash)) {
      this.engaged.set(account, engaged);
      return null;
    }
    const { before, blocked, gained } = state();
    const available = cash.plus(gained);
    if (blocked.gt(available) && blocked.gt(before)) return { required: blocked, available };
    this.engaged.set(account, engaged);
    return null;
  }

  reset(): void {
    this.cash.clear();
    this.engaged.clear();
  }
}
