/** What attempts make of an endpoint: slots earned and lost, the pause, its probes. No database. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BreakerOptions, type Judged, judge, PROBE_MAX_SECONDS, SLOW_MS } from '../../src/callbacks/breaker.ts';
import type { Outcome } from '../../src/callbacks/deliver.ts';
import type { EndpointState } from '../../src/store/endpoints.ts';

const NEW: EndpointState = { outcomes: '', slots: 1, slow: false, pausedBy: null, probes: 0 };
const options: BreakerOptions = { pauseAfter: 10, probeSeconds: 30, perOrigin: 4, random: () => 0.5 };
const START = Date.parse('2026-11-24T12:00:00Z');

const outcome = (statusCode: number | null, durationMs = 20): Outcome => ({
  startedAt: new Date(START),
  finishedAt: new Date(START + durationMs),
  statusCode,
  error: statusCode !== null && statusCode >= 200 && statusCode < 300 ? null : 'failed',
  responseExcerpt: null,
  retryAfter: null,
});
const following = (state: EndpointState, statuses: readonly (number | null)[], own = options): Judged =>
  statuses.reduce<Judged>((now, status) => judge(now, outcome(status), false, own), { ...state, probeDelaySeconds: null });
const times = (n: number, status: number | null) => Array<number | null>(n).fill(status);

describe('slots', () => {
  it('are earned one by one, up to the limit', () => {
    expect([1, 2, 3, 4, 5].map((n) => following(NEW, times(n, 204)).slots)).toEqual([2, 3, 4, 4, 4]);
  });

  it.each([
    ['a failure', outcome(500)],
    ['no answer', outcome(null)],
    ['a slow answer', outcome(200, SLOW_MS + 1)],
  ])('are lost at once by %s', (_, bad) => {
    expect(judge(following(NEW, times(5, 200)), bad, false, options)).toMatchObject({ slots: 1, slow: true });
  });

  it('come back with the next quick answer', () => {
    expect(following(NEW, [500, 200])).toMatchObject({ slots: 2, slow: false });
  });
});

describe('the pause', () => {
  it('comes when four in five of the last ten failed, not before there were ten', () => {
    expect(following(NEW, times(9, 500)).pausedBy).toBeNull();
    expect(following(NEW, times(10, 500))).toMatchObject({ pausedBy: 'breaker', probes: 0, probeDelaySeconds: 30 });
    expect(following(NEW, [200, 200, ...times(8, 500)]).pausedBy).toBe('breaker');
    expect(following(NEW, [200, 200, 200, ...times(7, 500)]).pausedBy).toBeNull();
  });

  it('counts the last attempts only', () => {
    expect(following(NEW, [...times(7, 500), ...times(9, 200), ...times(7, 500)]).pausedBy).toBeNull();
    expect(following(NEW, [...times(9, 200), ...times(8, 500)]).pausedBy).toBe('breaker');
  });

  it('does not come by 410, which is an answer', () => {
    expect(following(NEW, times(30, 410))).toMatchObject({ pausedBy: null, slow: false });
  });

  it('never comes when it is switched off', () => {
    expect(following(NEW, times(100, 500), { ...options, pauseAfter: 0 })).toMatchObject({ pausedBy: null, outcomes: '' });
  });

  const paused = following(NEW, times(10, 500));

  it('is probed after twice as long each time, up to a bound', () => {
    const delays: (number | null)[] = [];
    let state = paused;
    for (let n = 0; n < 8; n++) {
      state = judge(state, outcome(503), true, options);
      delays.push(state.probeDelaySeconds);
    }
    expect(delays).toEqual([60, 120, 240, 480, PROBE_MAX_SECONDS, PROBE_MAX_SECONDS, PROBE_MAX_SECONDS, PROBE_MAX_SECONDS]);
    expect(state.pausedBy).toBe('breaker');
  });

  it('is not prolonged by what was under way when it began', () => {
    expect(judge(paused, outcome(500), false, options)).toMatchObject({ pausedBy: 'breaker', probes: 0, probeDelaySeconds: null });
  });

  it('ends with the first success, and begins anew only after ten more attempts', () => {
    const back = judge(paused, outcome(200), true, options);
    expect(back).toMatchObject({ pausedBy: null, probes: 0, outcomes: '', probeDelaySeconds: null });
    expect(following(back, times(9, 500)).pausedBy).toBeNull();
  });

  it('by hand is ended by hand alone', () => {
    const held: EndpointState = { ...NEW, pausedBy: 'operator' };
    for (const statuses of [times(20, 200), times(20, 500)])
      expect(following(held, statuses)).toMatchObject({ pausedBy: 'operator', probeDelaySeconds: null });
  });
});

it('whatever comes, slots stay within their bounds and a delay is given exactly when a probe is newly due', () => {
  const status = fc.constantFrom(200, 204, 301, 404, 410, 429, 500, null);
  fc.assert(
    fc.property(fc.array(fc.tuple(status, fc.boolean(), fc.nat({ max: 3000 })), { maxLength: 60 }), (attempts) => {
      let state: EndpointState = NEW;
      for (const [code, probe, ms] of attempts) {
        const next = judge(state, outcome(code, ms), probe, options);
        expect(next.slots).toBeGreaterThanOrEqual(1);
        expect(next.slots).toBeLessThanOrEqual(options.perOrigin);
        expect(next.outcomes.length).toBeLessThanOrEqual(options.pauseAfter);
        if (next.pausedBy === 'breaker' && state.pausedBy === null) expect(next.probeDelaySeconds).not.toBeNull();
        if (next.pausedBy === null) expect(next.probeDelaySeconds).toBeNull();
        state = next;
      }
    }),
  );
});
