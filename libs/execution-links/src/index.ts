export const execution_linksLoaded = true;
