import { getConnectionToken, getModelToken } from '@nestjs/mongoose';
import { InstrumentNames } from '@ome/engine';
import type { Connection, Model } from 'mongoose';
import { SetAsideHistories } from './set-aside/set-aside-histories';

export interface PersistenceOptions {
  mongoUrl: string;
  /** Names this process in leases. */
  holder: string;
  /** Encrypts the tokens of broker sessions. */
  brokerTokenKey: string;
  /** The key that it replaced. */
  brokerTokenKeyBefore?: string | null;
  /** The time zone of market days. */
  marketTimeZone: string;
  observeBatch?: (size: number) => void;
  /** How many streams of the feed are open. */
  observeFeedStreams?: (open: number) => void;
  onProjectionFailed?: (orderId: string, error: unknown) => void;
}

type Token = abstract new (...parts: never[]) => unknown;

export const onConnection = (provide: Token, useFactory: (connection: Connection) => unknown) => ({
  provide,
  inject: [getConnectionToken()],
  useFactory,
});

/** For providers that may read a history that cannot be folded. */
export const onReading = (
  provide: Token,
  useFactory: (connection: Connection, aside: SetAsideHistories) => unknown,
) => ({ provide, inject: [getConnectionToken(), SetAsideHistories], useFactory });

export const onNames = (
  provide: Token,
  useFactory: (connection: Connection, names: InstrumentNames) => unknown,
) => ({ provide, inject: [getConnectionToken(), InstrumentNames], useFactory });

export const onModel = <T>(
  provide: Token,
  record: new () => T,
  useFactory: (model: Model<T>) => unknown,
) => ({ provide, inject: [getModelToken(record.name)], useFactory });
