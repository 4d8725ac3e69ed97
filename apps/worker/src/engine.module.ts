import { Logger, Module } from '@nestjs/common';
import {
  RECONCILIATION,
  EVENTS_OUT,
  marketDay,
  ON_REDIS,
  ORDER_ENTRY,
  sendTiming,
  SLICING,
  SWEEPS,
} from '@ome/composition';
import {
  Clock,
  ExecutionLinks,
  JudgeWaiting,
  LeasedRiskSettings,
  MarketHours,
  Nudger,
  OrderWriter,
  PhaseChecks,
  PreTradeChecks,
  QueuedOrders,
  SendCommands,
  SendingProcesses,
  SendRules,
} from '@ome/engine';
import { HistoryUnreadable } from '@ome/event-store';
import { connectSubscriber, REDIS, RedisSendingProcesses } from '@ome/messaging';
import { Metrics, processName, SETTINGS, type Settings, tokensOf } from '@ome/platform';
import type { Redis } from 'ioredis';
import { BASKETS } from './baskets/baskets.providers';
import { CallTimes } from './dispatch/call-times';
import { Dispatchers } from './dispatch/dispatchers';
import { WorkerNudger } from './dispatch/worker-nudger';
import { OutsideModule } from './outside.module';

const logger = new Logger('Engine');

const PROVIDERS = [
  ...ON_REDIS,
  ...ORDER_ENTRY,
  ...RECONCILIATION,
  ...EVENTS_OUT,
  ...SLICING,
  ...SWEEPS,
  ...BASKETS,
  CallTimes,
  {
    provide: SendRules,
    inject: [PreTradeChecks, MarketHours, PhaseChecks, SETTINGS],
    useFactory: (
      checks: PreTradeChecks,
      hours: MarketHours,
      phases: PhaseChecks,
      settings: Settings,
    ) => new SendRules(checks, hours, phases, sendTiming(settings)),
  },
  {
    provide: SendingProcesses,
    inject: [REDIS, SETTINGS],
    useFactory: (redis: Redis, { REDIS_URL }: Settings) =>
      new RedisSendingProcesses(processName(), redis, connectSubscriber(REDIS_URL!)),
  },
  {
    provide: SendCommands,
    inject: [OrderWriter, ExecutionLinks, Clock, SendRules, SendingProcesses, Metrics, CallTimes],
    useFactory: (
      writer: OrderWriter,
      links: ExecutionLinks,
      clock: Clock,
      rules: SendRules,
      processes: SendingProcesses,
      metrics: Metrics,
      times: CallTimes,
    ) =>
      new SendCommands(writer, links, clock, rules, processes, {
        sent: (order, { kind, clOrdId, requestId }, outcome, tookMs) => {
          const { link, orderId } = order;
          const answered = outcome === 'accepted' || outcome === 'refused';
          const route = links.linkFor(order)?.route ?? link;
          if (answered) times.answered(route, tookMs);
          else times.failed(route);
          metrics.commandsSent.inc({ link, kind, outcome });
          metrics.linkCallSeconds.observe({ link }, tookMs / 1_000);
          const sent = { link, orderId, clOrdId, kind, requestId, outcome, tookMs };
          if (outcome === 'accepted') logger.debug(sent, 'A command was sent');
          else logger.warn(sent, 'A command was not accepted');
        },
      }),
  },
  {
    provide: JudgeWaiting,
    inject: [
      ...[QueuedOrders, ExecutionLinks, SendCommands, MarketHours, LeasedRiskSettings, Clock],
      SETTINGS,
    ],
    useFactory: (
      queued: QueuedOrders,
      links: ExecutionLinks,
      send: SendCommands,
      hours: MarketHours,
      risk: LeasedRiskSettings,
      clock: Clock,
      settings: Settings,
    ) => {
      const occasions = { settings: risk, hours, day: marketDay(settings) };
      return new JudgeWaiting(queued, links, send, occasions, clock);
    },
  },
  {
    provide: Dispatchers,
    inject: [ExecutionLinks, SendCommands],
    useFactory: ({ all }: ExecutionLinks, send: SendCommands) =>
      new Dispatchers(all, send, {
        failed: (orderId, err) => {
          // An order that cannot be read is set aside, with one alert.
          if (err instanceof HistoryUnreadable) return;
          logger.error({ err, orderId }, 'An order could not be advanced');
        },
      }),
  },
  {
    provide: Nudger,
    inject: [ExecutionLinks, Dispatchers, SETTINGS, REDIS],
    useFactory: (links: ExecutionLinks, own: Dispatchers, settings: Settings, redis: Redis) =>
      new WorkerNudger(links, own, settings.REDIS_URL!, () => redis.status === 'ready'),
  },
];

/** The use cases of the worker. */
@Module({
  imports: [OutsideModule],
  providers: PROVIDERS,
  exports: [OutsideModule, ...tokensOf(PROVIDERS)],
})
export class EngineModule {}
