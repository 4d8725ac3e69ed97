import type { IronCondorRequest, NewBasketRequest } from '@ome/contracts';
import type { Entitlement } from '@ome/domain';
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
import { requireEntitled } from './not-entitled';
import { type NewOrderFields, placeOrderCommand } from './new-order';

/** Translates requests from any entry point to commands, at the current time and in this market. */
export class OrderEntry {
  constructor(
    private readonly links: ExecutionLinks<LinkIdentity>,
    private readonly instruments: Instruments,
    private readonly clock: Clock,
    private readonly marketTime: MarketTime,
  ) {}

  /**
   * @param within whose orders the caller may give
   * @param names of the prices at that door, where they are not those of REST
   * @throws InvalidRequest, and NotEntitled
   */
  newOrder(within: Entitlement, fields: NewOrderFields, names?: PriceNames): PlaceOrderCommand {
    const { marketTime } = this;
    const rules = { links: this.links.names, now: this.clock.now(), marketTime };
    const command = placeOrderCommand(fields, rules, names);
    requireEntitled(within, command);
    return command;
  }

  /** @throws InvalidRequest, and NotEntitled */
  newBasket(within: Entitlement, request: NewBasketRequest): CreateBasketCommand {
    const command = createBasketCommand(request, this.links.names);
    requireEntitled(within, command);
    return command;
  }

  /** @throws InvalidRequest, and NotEntitled */
  async ironCondor(within: Entitlement, request: IronCondorRequest): Promise<CreateBasketCommand> {
    return this.newBasket(within, await ironCondorBasket(request, this.instruments));
  }
}
