const KEPT_AS = 'ome.key';

/** The API key of this tab: removed when the tab is closed, and never in a URL or on disk. */
export const keptKey = {
  get: (): string | null => sessionStorage.getItem(KEPT_AS),
  set: (key: string): void => sessionStorage.setItem(KEPT_AS, key),
  forget: (): void => sessionStorage.removeItem(KEPT_AS),
};
