import { Inject, Injectable, NotFoundException } from '@nestjs/common';
import type { ClosedPosition } from '@ome/contracts';
import { decimal, type Entitlement } from '@ome/domain';
import {
  BookedPositions,
  type KnownPosition,
  PersistentClosings,
  type Origin,
  PositionReader,
} from '@ome/engine';
import { SETTINGS, type Settings } from '@ome/platform';
import { invalid, requireAccount } from '@ome/order-entry';
import { Refused } from '../problems/refused';
import type { CloseAllDto, ClosePositionDto } from './positions.dto';

/** Requests to close one position, or all of an account. */
@Injectable()
export class PositionClosing {
  private readonly cancelsResting: boolean;

  constructor(
    private readonly booked: BookedPositions,
    private readonly positions: PositionReader,
    private readonly closings: PersistentClosings,
    @Inject(SETTINGS) { CLOSE_CANCELS_RESTING }: Settings,
  ) {
    this.cancelsResting = CLOSE_CANCELS_RESTING;
  }

  async one(within: Entitlement, dto: ClosePositionDto, origin: Origin): Promise<ClosedPosition> {
    requireAccount(within, dto.account);
    const { clOrdId = null, account, exchange, symbol, product, link, price } = dto;
    const key = { account, exchange, symbol, ...(product && { product }), ...(link && { link }) };
    await this.booked.catchUp(account);
    const known = onlyOne(await this.positions.find(key));
    const terms = { ...this.terms(dto), clOrdId, price: price ? decimal(price) : null };
    const [{ closed, refusal }] = await this.closings.close([known], terms, origin);
    if (refusal) throw new Refused(refusal);
    return closed;
  }

  async all(within: Entitlement, dto: CloseAllDto, origin: Origin): Promise<ClosedPosition[]> {
    requireAccount(within, dto.account);
    await this.booked.catchUp(dto.account);
    const open = await this.positions.find({ account: dto.account, open: true });
    const terms = { ...this.terms(dto), clOrdId: null, price: null };
    const closings = await this.closings.close(open, terms, origin);
    return closings.map(({ closed }) => closed);
  }

  private terms({ cancelResting, ignoreBroker = false }: CloseAllDto) {
    return { cancelResting: cancelResting ?? this.cancelsResting, ignoreBroker };
  }
}

/** The only open position, or the only one. */
function onlyOne(found: KnownPosition[]): KnownPosition {
  const open = found.filter(({ position }) => !position.netQty.isZero());
  if (open.length > 1) {
    const field = new Set(open.map(({ product }) => product)).size > 1 ? 'product' : 'link';
    throw invalid(field, 'is required, as several positions are open');
  }
  const known = open[0] ?? found[0];
  if (!known) throw new NotFoundException('There is no such position');
  return known;
}
