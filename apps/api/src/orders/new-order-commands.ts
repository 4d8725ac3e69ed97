import { Injectable } from '@nestjs/common';
import { Clock, ExecutionLinks, type LinkIdentity, type PlaceOrderCommand } from '@ome/engine';
import { MarketTime } from '@ome/platform';
import type { NewOrderDto } from './new-order.dto';
import { placeOrderCommand } from './order-command';

/** The commands that requests for new orders mean, at this moment and in this market. */
@Injectable()
export class NewOrderCommands {
  constructor(
    private readonly links: ExecutionLinks<LinkIdentity>,
    private readonly clock: Clock,
    private readonly marketTime: MarketTime,
  ) {}

  of(dto: NewOrderDto): PlaceOrderCommand {
    return placeOrderCommand(dto, this.links.names, this.clock.now(), this.marketTime);
  }
}
