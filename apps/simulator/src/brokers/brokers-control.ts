import { Injectable } from '@nestjs/common';
import type { Broker } from '../front';
import type { Tolerance } from './price-tolerance';
import { asTold, type OddRows } from './odd-rows';
import { SimulatedBrokers } from './simulated-broker';

/** How a broker behaves beside its faults. */
export interface BrokerSettings {
  /** Whether the simulated user of each account logs in when needed. */
  user: 'present' | 'absent';
  /** How long the user takes to notice that a session has ended. */
  reloginAfterMs: number;
  /** How long a session that a program took must have been unused before the user takes it back. */
  takeBackAfterMs: number;
  /** Breeze: whether `user_remark` is returned in replies and rows. */
  echoRemark: boolean;
  /** Breeze: the factor of prices in order frames about shares; for derivatives it is 100. */
  cashFrameScale: 1 | 100;
  /** Whether prices with the noise of floating point are taken. */
  prices: Tolerance;
  /** Rows and frames that cannot be read; null for none. */
  oddRows: OddRows | null;
}

const DEFAULTS: Readonly<BrokerSettings> = {
  user: 'present',
  reloginAfterMs: 1_000,
  takeBackAfterMs: 60_000,
  echoRemark: false,
  cashFrameScale: 100,
  prices: 'as-seen',
  oddRows: null,
};

@Injectable()
export class BrokersControl {
  private readonly changed = new Map<Broker, BrokerSettings>();

  constructor(private readonly brokers: SimulatedBrokers) {}

  settingsOf(broker: Broker): Readonly<BrokerSettings> {
    return this.changed.get(broker) ?? DEFAULTS;
  }

  set(broker: Broker, changes: Partial<BrokerSettings>): void {
    this.changed.set(broker, { ...this.settingsOf(broker), ...changes });
  }

  /** A row or frame as the broker tells it. */
  told<Said>(broker: Broker, said: Said): Said {
    return asTold(said, this.settingsOf(broker).oddRows);
  }

  view(): Record<Broker, BrokerSettings> {
    return Object.fromEntries(this.brokers.names.map((name) => [name, this.settingsOf(name)]));
  }

  reset(): void {
    this.changed.clear();
  }
}
