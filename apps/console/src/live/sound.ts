const SECONDS = 0.18;

/** Two short tones, the second one lower: unlike usual page sounds. */
export function sound(): void {
  const context = new AudioContext();
  for (const [index, hertz] of [880, 620].entries()) {
    const start = context.currentTime + index * SECONDS;
    const tone = new OscillatorNode(context, { frequency: hertz });
    const volume = new GainNode(context, { gain: 0.12 });
    tone.connect(volume).connect(context.destination);
    tone.start(start);
    tone.stop(start + SECONDS);
  }
  setTimeout(() => void context.close(), 4 * SECONDS * 1_000);
}
