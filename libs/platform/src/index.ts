export * from './api-key';
export * from './broker-credentials';
export * from './clock-and-ids';
export * from './logging';
export * from './metrics';
export * from './platform.module';
export * from './process-lifetime';
export * from './settings';
