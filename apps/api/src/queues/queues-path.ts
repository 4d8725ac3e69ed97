export const QUEUES_PATH = '/queues';

/** Whether a path is a page or a file of the board. */
export const isQueues = (url: string): boolean => /^\/queues(?:[/?]|$)/.test(url);
