import type { Provider } from '@nestjs/common';
import { InstrumentMaster, InstrumentNames, Instruments } from '@ome/engine';
import { dayIn, provide } from '@ome/platform';
import { onConnection, type PersistenceOptions } from '../providers';
import { InstrumentQueries } from './instrument-queries';
import { InstrumentStore } from './instrument-store';
import { MongoInstruments } from './mongo-instruments';

/** The instrument master. */
export function instrumentProviders({ marketTimeZone }: PersistenceOptions): Provider[] {
  const dayOf = dayIn(marketTimeZone);
  const today = (): string => dayOf(new Date());
  return [
    onConnection(
      Instruments,
      ({ db }) => new MongoInstruments(db!.collection('instruments'), today),
    ),
    onConnection(InstrumentMaster, ({ db }) => new InstrumentStore(db!.collection('instruments'))),
    onConnection(
      InstrumentQueries,
      ({ db }) => new InstrumentQueries(db!.collection('instruments'), today),
    ),
    provide(InstrumentNames, Instruments),
  ];
}
