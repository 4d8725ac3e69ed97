export * from './channels';
export * from './feed';
export * from './instrument-view';
export * from './live';
export * from './position-view';
export * from './views';
