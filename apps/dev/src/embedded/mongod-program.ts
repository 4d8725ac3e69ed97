/** How to run `mongod`. */
export interface MongodProgram {
  readonly command: string;
  /** Arguments that come before all others. */
  readonly args: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  /** Writes an absolute path as this mongod understands it. */
  readonly pathFor: (path: string) => string;
}
