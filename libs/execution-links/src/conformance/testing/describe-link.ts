import type { LinkHarness } from './link-harness';

/** One column of the matrix: every case that applies to the link. */
export interface ConformanceCase<H extends LinkHarness> {
  id: string;
  title: string;
  run: (at: H) => Promise<void>;
}

/** Runs each case with a link and a venue of its own. */
export function describeLink<H extends LinkHarness>(
  name: string,
  make: () => H,
  cases: readonly ConformanceCase<H>[],
): void {
  describe(name, () => {
    const { doesNotApply } = make();
    let at: H;
    beforeEach(async () => {
      at = make();
      await at.start();
    });
    afterEach(() => at.stop());

    for (const { id, title, run } of cases) {
      const reason = doesNotApply[id];
      if (reason !== undefined) {
        test.skip(`${id} ${title} [does not apply: ${reason}]`, () => undefined);
        continue;
      }
      test(`${id} ${title}`, async () => {
        await run(at);
        expect(at.words.length).toBeGreaterThan(0);
        for (const secret of at.secrets()) expect(at.words.join('\n')).not.toContain(secret);
      });
    }
  });
}

/** An exemption from a case that does not exist would hide that the case was renamed. */
export function exemptionsAreOfCases(
  harnesses: LinkHarness[],
  cases: readonly { id: string }[],
): void {
  const ids = cases.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { doesNotApply } of harnesses) {
    for (const id of Object.keys(doesNotApply)) expect(ids).toContain(id);
  }
}
