export const persistenceLoaded = true;
