import type { Provider } from '@nestjs/common';
import { getModelToken } from '@nestjs/mongoose';
import {
  BrokerStores,
  BrokerTokens,
  CallLog,
  Differences,
  FedQuotes,
  Instruments,
  Journal,
  OrderReader,
  PlacementHolds,
} from '@ome/engine';
import { provide, SecretBox } from '@ome/platform';
import type { Model } from 'mongoose';
import { BrokerCallDayRecord, BrokerCallRecord } from '../broker-calls/broker-call.schema';
import { MongoCallLog } from '../broker-calls/mongo-call-log';
import { BrokerTokenRecord, MongoBrokerTokens } from '../broker-tokens/mongo-broker-tokens';
import { BrokerCallDays } from '../connectivity/broker-call-days';
import { MongoPlacementHolds, PlacementHoldRecord } from '../placement-holds/mongo-placement-holds';
import { onModel, type PersistenceOptions } from '../providers';
import { DifferenceRecord } from '../reconciliation/difference.schema';
import { MongoDifferences } from '../reconciliation/mongo-differences';
import { LinkSampleRecord } from './link-sample.schema';
import { LinkSamples } from './link-samples';
import { LinkStatusStore } from './link-status-store';
import { LinkStatusRecord } from './link-status.schema';
import { SweepStatusRecord, SweepStatusStore } from '../sweep-status/sweep-status-store';

/** The state of links, broker sessions and workers: tokens, calls, holds, differences and status. */
export const linkProviders = ({
  brokerTokenKey,
  brokerTokenKeyBefore,
}: PersistenceOptions): Provider[] => [
  {
    provide: CallLog,
    inject: [getModelToken(BrokerCallRecord.name), getModelToken(BrokerCallDayRecord.name)],
    useFactory: (calls: Model<BrokerCallRecord>, days: Model<BrokerCallDayRecord>) =>
      new MongoCallLog(calls, days),
  },
  onModel(
    BrokerTokens,
    BrokerTokenRecord,
    (model) => new MongoBrokerTokens(model, new SecretBox(brokerTokenKey, brokerTokenKeyBefore)),
  ),
  {
    provide: PlacementHolds,
    inject: [getModelToken(PlacementHoldRecord.name), Journal],
    useFactory: (model: Model<PlacementHoldRecord>, journal: Journal) =>
      new MongoPlacementHolds(model, journal),
  },
  provide(BrokerStores, BrokerTokens, Instruments, PlacementHolds, OrderReader, CallLog, FedQuotes),
  onModel(Differences, DifferenceRecord, (model) => new MongoDifferences(model)),
  onModel(LinkSamples, LinkSampleRecord, (model) => new LinkSamples(model)),
  onModel(BrokerCallDays, BrokerCallDayRecord, (model) => new BrokerCallDays(model)),
  onModel(LinkStatusStore, LinkStatusRecord, (model) => new LinkStatusStore(model)),
  onModel(SweepStatusStore, SweepStatusRecord, (model) => new SweepStatusStore(model)),
];
