import type { SeededRandom } from '../../../simulator/src/seeded-random';
import type { EngineProcess } from '../../../dev/src/engine-process/engine-process';
import type { JsonClient } from '../json-client';
import type { Simulator } from '../observe/simulator';

/** What a scenario has to work with while the load runs. */
export interface Stage {
  readonly engine: EngineProcess;
  readonly api: JsonClient;
  readonly simulator: Simulator;
  readonly random: SeededRandom;
  /** Whether waits are to be as short as they can be and still mean something. */
  readonly brief: boolean;
  /** Resolves once this share of the load, from 0 to 1, is acknowledged. */
  readonly acknowledged: (share: number) => Promise<void>;
  /** Resolves once this share of the load has reached the link. */
  readonly sent: (share: number) => Promise<void>;
  /** Says what was done, for the table. */
  readonly did: (what: string) => void;
  /** Says what should not have been seen while it was done. */
  readonly violated: (what: string) => void;
}

/** Something that is done to the engine while orders come in. */
export interface Scenario {
  readonly name: string;
  readonly about: string;
  /** What comes in; orders where it is left out. */
  readonly load?: 'baskets';
  /** Symbols that the orders are for, where the simulator treats some of them in its own way. */
  readonly symbols?: readonly string[];
  /** Ways out that the orders ask for in turn. */
  readonly links?: readonly string[];
  /** Settings of the engine that it needs beside the usual ones. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly cancelShare?: number;
  /**
   * Whether somebody at the brokers places, changes and ends orders past the engine: nobody can
   * foretell then what becomes of a request, but the engine has to know what became of it.
   */
  readonly meddled?: boolean;
  /** Whether Redis itself suffers, so that nobody can hear every announcement. */
  readonly deaf?: boolean;
  /** Before the first order. */
  prepare?(stage: Stage): Promise<void>;
  /** While orders come in. */
  disturb?(stage: Stage): Promise<void>;
}
