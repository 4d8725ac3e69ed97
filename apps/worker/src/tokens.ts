export const REDIS = Symbol('redis');
export const LINKS = Symbol('execution links');
