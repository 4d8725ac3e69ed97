export const messagingLoaded = true;
