export * from './api-key';
export * from './clock-and-ids';
export * from './logging';
export * from './metrics';
export * from './process-lifetime';
export * from './settings';
export * from './settings.module';
