export const contractsLoaded = true;
