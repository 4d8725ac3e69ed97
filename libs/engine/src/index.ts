export const engineLoaded = true;
