/** What the drivers of clients in JavaScript share: each documented call once, and a line about it. */
const { setTimeout: pause } = require('node:timers/promises');

function report(call, ok, note = '') {
  const line = { call, ok: Boolean(ok), note: String(note).slice(0, 300) };
  process.stdout.write(`judge ${JSON.stringify(line)}\n`);
}

/** Runs a call; what it answers, if the check finds it good. */
async function judged(call, act, check = (answer) => answer !== undefined && answer !== null) {
  try {
    const answer = await act();
    const ok = check(answer);
    report(call, ok, ok ? '' : JSON.stringify(answer));
    return answer;
  } catch (error) {
    report(call, false, error?.message ?? JSON.stringify(error));
    return undefined;
  }
}

/** Whether a check succeeds in time. */
async function waited(check, seconds = 10) {
  const end = Date.now() + seconds * 1_000;
  while (Date.now() < end) {
    if (await check()) return true;
    await pause(50);
  }
  return false;
}

module.exports = { report, judged, waited };
