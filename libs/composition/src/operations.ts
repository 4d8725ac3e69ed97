import type { Provider } from '@nestjs/common';
import {
  BasketWriter,
  CancelBasket,
  Clock,
  ConfirmFill,
  CreateBasket,
  DecideBaskets,
  EntryChecks,
  ExecutionLinks,
  Ids,
  ImportInstruments,
  InstrumentMaster,
  InstrumentNames,
  Journal,
  Nudger,
  OrderWriter,
  ResolveDoubt,
  LeasedRiskSettings,
  RiskControls,
  RiskCounters,
  RiskNudger,
  RiskStore,
  VenueTerms,
} from '@ome/engine';
import { BrokerContractFiles } from '@ome/execution-links';
import { ApprovalRuleEntry, KillSwitches, RiskLimitEntry } from '@ome/order-entry';
import { dayIn, provide, SETTINGS, type Settings } from '@ome/platform';

/** Use cases beside single orders: baskets, limits, instruments, and decisions of ops. */
export const OPERATIONS: Provider[] = [
  provide(CreateBasket, BasketWriter, Ids, ExecutionLinks, VenueTerms, EntryChecks),
  provide(DecideBaskets, BasketWriter, Clock),
  provide(CancelBasket, BasketWriter),
  provide(RiskControls, RiskStore, LeasedRiskSettings, RiskCounters, Clock, RiskNudger),
  provide(ApprovalRuleEntry, RiskControls),
  provide(KillSwitches, RiskControls),
  provide(RiskLimitEntry, RiskControls, InstrumentNames),
  {
    provide: ImportInstruments,
    inject: [InstrumentMaster, SETTINGS],
    useFactory: (master: InstrumentMaster, { MARKET_TIME_ZONE }: Settings) => {
      const dayOf = dayIn(MARKET_TIME_ZONE);
      const today = () => dayOf(new Date());
      return new ImportInstruments(new BrokerContractFiles(), master, today);
    },
  },
  provide(ConfirmFill, OrderWriter, Journal),
  provide(ResolveDoubt, OrderWriter, Nudger),
];
