import type { Redis } from 'ioredis';

/** A Redis whose clock the test sets, for scripts and for the client. */
export function redisAt(redis: Redis, now: () => Date): Redis {
  const time = (): [string, string] => {
    const ms = now().getTime();
    return [String(Math.floor(ms / 1_000)), String((ms % 1_000) * 1_000)];
  };
  return new Proxy(redis, {
    get: (target, name) => {
      if (name === 'time') return () => Promise.resolve(time());
      if (name === 'eval') {
        return (script: string, ...args: [number]) =>
          target.eval(script.replace("redis.call('TIME')", `{'${time().join("', '")}'}`), ...args);
      }
      const value = Reflect.get(target, name) as unknown;
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
