import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { SimulatorConfig } from '../simulator.config';
import { MarketPrices } from '../venue/market-prices';
import { Instruments } from './instruments';

const EVERY_MS = 3_000;
const ANSWER_TIMEOUT_MS = 10_000;

/** Feeds prices of the market to the engine, as a desk's own program does with those of an exchange. */
@Injectable()
export class PriceFeed implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('prices');
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly config: SimulatorConfig,
    private readonly instruments: Instruments,
    private readonly prices: MarketPrices,
  ) {}

  onApplicationBootstrap(): void {
    const { market, fedSymbols } = this.config;
    if (!market || fedSymbols.length === 0) return;
    this.timer = setInterval(() => void this.feed(), EVERY_MS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  private async feed(): Promise<void> {
    const { engineUrl, apiKey } = this.config;
    const base = engineUrl.href.replace(/\/$/, '');
    try {
      const answer = await fetch(`${base}/prices`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(apiKey && { authorization: `Bearer ${apiKey}` }),
        },
        body: JSON.stringify(this.current()),
        signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
      });
      await answer.body?.cancel();
      if (answer.status === 401 || answer.status === 403) this.giveUp(answer.status);
    } catch {
      // An engine that is away gets the next prices.
    }
  }

  private current(): object[] {
    return this.config.fedSymbols.flatMap((name) => {
      const listing = this.instruments.named(name);
      if (!listing) return [];
      const { last, bids, offers } = this.prices.quote(name);
      const [bid, ask] = [bids, offers].map((levels) => levels[0]?.price.toFixed());
      return [{ exchange: listing.exchange, symbol: name, lastPx: last.toFixed(), bid, ask }];
    });
  }

  /** A key that may not feed prices never will. */
  private giveUp(status: number): void {
    clearInterval(this.timer);
    this.logger.warn(
      `The engine answers ${status} to prices: give SIMULATOR_API_KEY the scope prices, or leave SIMULATOR_FED_SYMBOLS empty.`,
    );
  }
}
