export const platformLoaded = true;
