export const domainLoaded = true;
