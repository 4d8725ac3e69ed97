export * from './channels';
export * from './feed';
export * from './views';
