import type { IronCondorRequest, NewBasketRequest } from '@ome/contracts';
import type {
  Clock,
  CreateBasketCommand,
  ExecutionLinks,
  Instruments,
  LinkIdentity,
  PlaceOrderCommand,
} from '@ome/engine';
import type { MarketTime } from '@ome/platform';
import type { PriceNames } from './field-rules';
import { ironCondorBasket } from './iron-condor';
import { createBasketCommand } from './new-basket';
import { type NewOrderFields, placeOrderCommand } from './new-order';

/** The commands that requests mean, at this moment and in this market, whichever door they come by. */
export class OrderEntry {
  constructor(
    private readonly links: ExecutionLinks<LinkIdentity>,
    private readonly instruments: Instruments,
    private readonly clock: Clock,
    private readonly marketTime: MarketTime,
  ) {}

  /**
   * @param names of the prices at that door, where they are not those of REST
   * @throws InvalidRequest
   */
  newOrder(fields: NewOrderFields, names?: PriceNames): PlaceOrderCommand {
    const { marketTime } = this;
    const rules = { links: this.links.names, now: this.clock.now(), marketTime };
    return placeOrderCommand(fields, rules, names);
  }

  /** @throws InvalidRequest */
  newBasket(request: NewBasketRequest): CreateBasketCommand {
    return createBasketCommand(request, this.links.names);
  }

  /** @throws InvalidRequest */
  async ironCondor(request: IronCondorRequest): Promise<CreateBasketCommand> {
    return this.newBasket(await ironCondorBasket(request, this.instruments));
  }
}
