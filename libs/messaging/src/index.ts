export * from './bull-nudger';
export * from './cached-order-followers';
export * from './redis-announcer';
export * from './redis-connection';
export * from './redis-call-budget';
export * from './redis-risk-nudger';
export * from './redis-sending-processes';
