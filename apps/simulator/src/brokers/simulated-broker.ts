import type { Provider, Type } from '@nestjs/common';
import { Malformed } from '../malformed';
import type { Terminal } from './terminal';

/** `order` places, changes or cancels; `other` is every other call of the REST interface. */
export type CallClass = 'order' | 'other';

export type Unit = 'second' | 'minute' | 'day';

/** A limit that a broker documents. */
export interface Limit {
  name: string;
  unit: Unit;
  max: number;
  covers: readonly CallClass[];
}

/** A stream of order news that can be cut. */
export interface OrderStream {
  /** Cuts all sockets now, and refuses new ones for so long. */
  cut(downForMs: number): void;
}

/**
 * All that the simulator knows of one broker. A further one is a folder with one more of these, and a
 * line in `simulated-brokers.ts`.
 */
export interface SimulatedBroker {
  /** As the engine names it; its addresses begin with it. */
  readonly name: string;
  /** The client code of the session that development has there. */
  readonly userId: string;
  /** The settings of the engine that lead it here instead of to the broker. */
  readonly engineSettings: (simulatorUrl: string) => Readonly<Record<string, string>>;
  /** What its login page gives the user's browser along to the redirect URL. */
  readonly loginParameters: (userId: string, code: string) => Readonly<Record<string, string>>;
  /** The limits that it documents. */
  readonly limits: readonly Limit[];
  readonly controller: Type;
  readonly stream: Type<OrderStream>;
  readonly terminal: Type<Terminal>;
  /** Whatever else its controller needs, stream and terminal included. */
  readonly providers: readonly Provider[];
}

/** The brokers that are simulated; the class is the token they are injected by. */
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
