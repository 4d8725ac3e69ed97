import { IdentityEcho } from './identity-echo';

describe('IdentityEcho', () => {
  let login: string | null;
  let echo: IdentityEcho;

  beforeEach(() => {
    login = 'today';
    echo = new IdentityEcho(() => login);
  });

  const verdict = () => [echo.isKnown, echo.isProved];

  test("nothing is known at first, and others' orders show nothing", () => {
    echo.observe('B1', 'abcdefgh');
    expect(verdict()).toEqual([false, false]);
  });

  test('a row with the tag that was sent proves it', () => {
    echo.placed('B1', 'abcdefgh');
    echo.observe('B1', 'abcdefgh');
    expect(verdict()).toEqual([true, true]);
  });

  test.each([null, '', 'another', 'ABCDEFGH'])('a row with %j disproves it', (remark) => {
    echo.placed('B1', 'abcdefgh');
    echo.observe('B1', remark);
    expect(verdict()).toEqual([true, false]);
  });

  test('a disproof holds until the next login', () => {
    for (const [id, remark] of [
      ['B1', 'abcdefgh'],
      ['B2', null],
      ['B3', 'abcdefgh'],
    ] as const) {
      echo.placed(id, 'abcdefgh');
      echo.observe(id, remark);
    }
    expect(verdict()).toEqual([true, false]);

    login = 'tomorrow';
    expect(verdict()).toEqual([false, false]);
    echo.observe('B1', 'abcdefgh');
    expect(verdict()).toEqual([false, false]);
  });
});
