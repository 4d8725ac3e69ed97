import { Injectable } from '@nestjs/common';
import { BrokersControl } from '../brokers/brokers-control';
import type { Tolerance } from '../brokers/price-tolerance';
import { Decimal } from '../exact-decimal';
import { Instruments } from '../market/instruments';
import { BreezeError, noData } from './envelope';
import type { Contract, OrderFields, PriceRules } from './order-fields';
import { bandTick } from './tick-size';

/** ICICI's view of the instruments; without a market, any contract is one. */
@Injectable()
export class BreezeListings implements PriceRules {
  constructor(
    private readonly instruments: Instruments,
    private readonly control: BrokersControl,
  ) {}

  get tolerance(): Tolerance {
    return this.control.settingsOf('breeze').prices;
  }

  /** As its master says; by the bands of the SDK for what is in none. */
  tickOf(contract: Contract, price: Decimal): Decimal {
    const listing = this.instruments.byContract(contract);
    return listing ? new Decimal(listing.tick) : bandTick(contract, price);
  }

  /** @throws BreezeError for a contract that is not listed */
  require(contract: Contract): void {
    if (this.instruments.areListed && !this.instruments.byContract(contract)) throw noData();
  }

  /** @throws BreezeError for a quantity that the exchange does not take */
  checkQuantity(contract: Contract, { quantity }: Pick<OrderFields, 'quantity'>): void {
    const listing = this.instruments.areListed && this.instruments.byContract(contract);
    if (!listing) return;
    const { lot, freeze } = listing;
    if (!quantity.mod(lot).isZero()) {
      throw new BreezeError(`Quantity should be in multiples of: ${lot}`);
    }
    if (freeze !== null && quantity.gt(freeze)) {
      throw new BreezeError(`Quantity should not exceed the freeze quantity: ${freeze}`);
    }
  }
}
