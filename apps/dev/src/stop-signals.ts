// npm forwards a Ctrl-C that the terminal has already sent to everyone, so the same key press
// arrives twice.
const sameKeyPressMs = 500;

export interface Stoppable {
  stop(): void;
  hasten(): void;
}

/** The first Ctrl-C (or SIGTERM, or the closing of the terminal) stops, the next one forces. */
export function stopOnSignals(what: Stoppable): void {
  let firstAt: number | undefined;
  const onSignal = () => {
    if (firstAt === undefined) {
      firstAt = Date.now();
      what.stop();
    } else if (Date.now() - firstAt > sameKeyPressMs) {
      what.hasten();
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
}
