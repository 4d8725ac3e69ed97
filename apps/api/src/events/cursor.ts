/** The format of feed cursors. */
export const CURSOR = /^[0-9A-F]{2,1024}$/;
