export * from './rest/link-health';
export * from './rest/rest-link';
export * from './trade-post/http-trade-post';
export * from './wire';
