import { type DynamicModule, Module } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import { loggerParams } from './logging';
import { MarketTime } from './market-time';
import { Metrics } from './metrics';
import { SETTINGS, type Settings } from './settings';

/** Providers of every process: checked settings under SETTINGS, metrics, and Nest's log. */
@Module({})
export class PlatformModule {
  static forRoot(name: string, settings: Settings, metrics: Metrics): DynamicModule {
    return {
      module: PlatformModule,
      global: true,
      imports: [LoggerModule.forRoot(loggerParams(name, settings.LOG_LEVEL))],
      providers: [
        { provide: SETTINGS, useValue: settings },
        { provide: Metrics, useValue: metrics },
        { provide: MarketTime, useValue: new MarketTime(settings.MARKET_TIME_ZONE) },
      ],
      exports: [SETTINGS, Metrics, MarketTime],
    };
  }
}
