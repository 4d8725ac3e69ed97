export * from './fill-of';
export * from './live';
export * from './ome-client';
export * from './ome-problem';
export type { CallOptions, OmeClientOptions, PostOptions } from './transport';
