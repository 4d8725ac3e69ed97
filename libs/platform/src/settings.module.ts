import { type DynamicModule, Module } from '@nestjs/common';
import { SETTINGS, type Settings } from './settings';

/** Gives the checked settings to whoever injects SETTINGS. */
@Module({})
export class SettingsModule {
  static forRoot(settings: Settings): DynamicModule {
    return {
      module: SettingsModule,
      global: true,
      providers: [{ provide: SETTINGS, useValue: settings }],
      exports: [SETTINGS],
    };
  }
}
