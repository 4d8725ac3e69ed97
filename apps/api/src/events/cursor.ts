/** What a cursor of the feed looks like. */
export const CURSOR = /^[0-9A-F]{2,1024}$/;
