import { Injectable } from '@nestjs/common';
import type { Behaviour, LookupBehaviour, OrderLife, TradePostBehaviour } from '../behaviour';
import type { SeededRandom } from '../seeded-random';
import { SimulatorConfig } from '../simulator.config';

export interface ControlView {
  default: Behaviour;
  symbols: Record<string, Behaviour>;
  orders: Record<string, Behaviour>;
  lookup: LookupBehaviour;
  tradePost: TradePostBehaviour;
}

/** The behaviours that tests have set. An order's own behaviour overrides its symbol's. */
@Injectable()
export class Control {
  private default: Behaviour;
  private readonly symbols = new Map<string, Behaviour>();
  private readonly orders = new Map<string, Behaviour>();
  private tradePost: TradePostBehaviour = { behaviour: 'take' };
  lookup: LookupBehaviour = 'answer';

  constructor(private readonly config: SimulatorConfig) {
    this.default = this.initial;
  }

  setDefault(behaviour: Behaviour): void {
    this.default = behaviour;
  }

  setSymbol(symbol: string, behaviour: Behaviour): void {
    this.symbols.set(symbol, behaviour);
  }

  setOrder(orderId: string, behaviour: Behaviour): void {
    this.orders.set(orderId, behaviour);
  }

  setTradePost(behaviour: TradePostBehaviour): void {
    this.tradePost = behaviour;
  }

  /** The behaviour of a request, its probability drawn. `names` identify the order. */
  behaviourFor(names: readonly string[], symbol: string, random: SeededRandom): Behaviour {
    const known = names.find((name) => this.orders.has(name));
    const own = known === undefined ? undefined : this.orders.get(known);
    const behaviour = own ?? this.symbols.get(symbol) ?? this.default;
    const { probability = 1, then = this.life, parts, partDelayMs } = behaviour;
    return random.chance(probability) ? behaviour : { behaviour: then, parts, partDelayMs };
  }

  tradePostBehaviour(random: SeededRandom): TradePostBehaviour {
    const { probability = 1 } = this.tradePost;
    return random.chance(probability) ? this.tradePost : { behaviour: 'take' };
  }

  view(): ControlView {
    return {
      default: this.default,
      symbols: Object.fromEntries(this.symbols),
      orders: Object.fromEntries(this.orders),
      lookup: this.lookup,
      tradePost: this.tradePost,
    };
  }

  reset(): void {
    this.default = this.initial;
    this.symbols.clear();
    this.orders.clear();
    this.tradePost = { behaviour: 'take' };
    this.lookup = 'answer';
  }

  private get life(): OrderLife {
    return this.config.market ? 'market' : 'fill';
  }

  private get initial(): Behaviour {
    return { behaviour: this.life };
  }
}
