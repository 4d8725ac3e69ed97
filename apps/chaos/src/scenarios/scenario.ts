import type { SeededRandom } from '../../../simulator/src/seeded-random';
import type { EngineProcess } from '../../../dev/src/engine-process/engine-process';
import type { FixLoad } from '../load/fix-load';
import type { JsonClient } from '../json-client';
import type { Simulator } from '../observe/simulator';

/** What a scenario can use while the load runs. */
export interface Stage {
  readonly engine: EngineProcess;
  readonly api: JsonClient;
  readonly simulator: Simulator;
  readonly random: SeededRandom;
  /** Whether waits are to be as short as possible while they still test something. */
  readonly brief: boolean;
  /** Resolves once this share of the load, from 0 to 1, is acknowledged. */
  readonly acknowledged: (share: number) => Promise<void>;
  /** Resolves once this share of the load has reached the link. */
  readonly sent: (share: number) => Promise<void>;
  /** The counterparties of a load over FIX. */
  readonly fix: Pick<FixLoad, 'disturb' | 'tellOf'> | null;
  /** Records a disturbance, for the table. */
  readonly did: (what: string) => void;
  /** Records an observation that should not have been possible. */
  readonly violated: (what: string) => void;
}

/** A disturbance of the engine while orders come in. */
export interface Scenario {
  readonly name: string;
  readonly about: string;
  /** The kind of load; orders by default. */
  readonly load?: 'baskets' | 'fix';
  /** Symbols of the orders, if the simulator treats some of them specially. */
  readonly symbols?: readonly string[];
  /** Links that the orders name in turn. */
  readonly links?: readonly string[];
  /** Additional settings of the engine. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly cancelShare?: number;
  /**
   * Whether somebody at the brokers places, changes and ends orders outside the engine: the result
   * of a request is then unpredictable, but the engine has to know it.
   */
  readonly meddled?: boolean;
  /** Whether Redis itself suffers, so that announcements may be missed. */
  readonly deaf?: boolean;
  /** Before the first order. */
  prepare?(stage: Stage): Promise<void>;
  /** While orders come in. */
  disturb?(stage: Stage): Promise<void>;
}
