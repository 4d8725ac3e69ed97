import { Injectable } from '@nestjs/common';
import { BROKERS, type Broker } from '../front';

/** How a broker behaves beside its faults. */
export interface BrokerSettings {
  /** Whether the simulated user of each account logs in when a login is wanted. */
  user: 'present' | 'absent';
  /** How long the user takes to notice that a session is over. */
  reloginAfterMs: number;
  /** Breeze: whether `user_remark` comes back in replies and rows. */
  echoRemark: boolean;
  /** Breeze: what prices in order frames of shares are multiplied with, as derivatives' are by 100. */
  cashFrameScale: 1 | 100;
}

const DEFAULTS: Readonly<BrokerSettings> = {
  user: 'present',
  reloginAfterMs: 1_000,
  echoRemark: false,
  cashFrameScale: 100,
};

@Injectable()
export class BrokersControl {
  private settings = fresh();

  of(broker: Broker): Readonly<BrokerSettings> {
    return this.settings[broker];
  }

  set(broker: Broker, changes: Partial<BrokerSettings>): void {
    this.settings[broker] = { ...this.settings[broker], ...changes };
  }

  view(): Record<Broker, BrokerSettings> {
    return this.settings;
  }

  reset(): void {
    this.settings = fresh();
  }
}

const fresh = (): Record<Broker, BrokerSettings> =>
  Object.fromEntries(BROKERS.map((broker) => [broker, { ...DEFAULTS }])) as Record<
    Broker,
    BrokerSettings
  >;
