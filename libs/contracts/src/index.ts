export * from './channels';
export * from './feed';
export * from './instrument-view';
export * from './views';
