import type { ExchangeView } from '@ome/contracts';
import { TestApi } from '../testing/test-api';

test('GET /exchanges tells each exchange’s last session and the one of now, or the next', async () => {
  const api = await TestApi.start();
  try {
    const { status, body } = await api.get('/exchanges');
    expect(status).toBe(200);
    const items = body.items as ExchangeView[];
    expect(items.map(({ exchange }) => exchange)).toEqual(expect.arrayContaining(['NSE', 'MCX']));
    const now = new Date().toISOString();
    for (const { isOpen, session, lastSession } of items) {
      expect(lastSession.closesAt <= now && now < session.closesAt).toBe(true);
      expect(isOpen).toBe(session.opensAt <= now);
    }
  } finally {
    await api.stop();
  }
});
