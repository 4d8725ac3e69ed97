import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { LeasedRiskSettings } from '@ome/engine';
import { subscribeToRiskNudges } from '@ome/messaging';
import type { Redis } from 'ioredis';

/** How soon an unannounced change is noticed; well within the time that settings stay valid. */
const INTERVAL_MS = 500;

/** Keeps this process among those that may accept orders. */
@Injectable()
export class RiskHeartbeat implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(RiskHeartbeat.name);
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly settings: LeasedRiskSettings,
    private readonly subscriber: Redis,
  ) {}

  async onModuleInit(): Promise<void> {
    const hear = (version: number) =>
      void this.settings.onVersionAnnounced(version).catch((err: unknown) => this.failed(err));
    void subscribeToRiskNudges(this.subscriber, hear).catch((err: unknown) => this.failed(err));
    await this.beat();
    this.timer = setInterval(() => void this.beat(), INTERVAL_MS);
  }

  /** After the last request was answered: otherwise others would wait for this process's lease. */
  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    this.subscriber.disconnect();
    await this.settings.leave().catch((err: unknown) => this.failed(err));
  }

  /** Orders report outdated settings themselves: they are answered 503. */
  private beat(): Promise<void> {
    return this.settings.refresh().catch((err: unknown) => this.failed(err));
  }

  private failed(err: unknown): void {
    this.logger.debug({ err }, 'The risk settings could not be read');
  }
}
