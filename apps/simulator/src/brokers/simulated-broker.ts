import type { Provider, Type } from '@nestjs/common';
import { Malformed } from '../malformed';
import type { Terminal } from './terminal';

/** `order` places, replaces or cancels; `other` is every other call of the REST interface. */
export type CallClass = 'order' | 'other';

export type Unit = 'second' | 'minute' | 'day';

/** A limit that a broker documents. */
export interface Limit {
  name: string;
  unit: Unit;
  max: number;
  covers: readonly CallClass[];
}

/** A stream of order updates that can be cut. */
export interface OrderStream {
  /** Cuts all sockets now, and refuses new ones for this long. */
  cut(downForMs: number): void;
}

/**
 * Everything the simulator knows about one broker. Another broker is a folder with one of these,
 * and a line in `simulated-brokers.ts`.
 */
export interface SimulatedBroker {
  /** The engine's name for it; its routes begin with it. */
  readonly name: string;
  /** The client code of the session that development uses there. */
  readonly userId: string;
  /** The client code of the account that development leaves free for other programs. */
  readonly programUserId: string;
  /** The settings that point the engine here instead of at the broker. */
  readonly engineSettings: (simulatorUrl: string) => Readonly<Record<string, string>>;
  /** What its login page adds to the redirect URL. */
  readonly loginParameters: (userId: string, code: string) => Readonly<Record<string, string>>;
  /** The limits that it documents. */
  readonly limits: readonly Limit[];
  readonly controller: Type;
  readonly stream: Type<OrderStream>;
  readonly terminal: Type<Terminal>;
  /** Whatever else its controller needs, stream and terminal included. */
  readonly providers: readonly Provider[];
}

/** The simulated brokers; the class is its own injection token. */
export class SimulatedBrokers {
  constructor(readonly all: readonly SimulatedBroker[]) {}

  get names(): string[] {
    return this.all.map(({ name }) => name);
  }

  /** @throws Malformed for any other name */
  named(name: string): SimulatedBroker {
    const broker = this.all.find((known) => known.name === name);
    if (!broker) throw new Malformed(`A broker is one of ${this.names.join(', ')}`);
    return broker;
  }
}
