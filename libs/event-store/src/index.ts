export * from './event-store';
export * from './event-stream';
export * from './event-writer';
export * from './faults';
export * from './group-commit';
export * from './joined-runs';
export * from './keyed-queue';
export * from './lane';
