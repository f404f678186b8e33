/** Since when a worker is in touch with the database: what stops a sweep after an outage. */
import { expect, it } from 'vitest';
import { Contact } from '../../src/worker/contact.ts';

const LEASE_SECONDS = 30;
const BEAT = 10_000;

/** A contact over a clock that the test moves. */
function scripted() {
  let now = 1_000_000;
  const contact = new Contact(LEASE_SECONDS, () => now);
  const answer = (afterMs = 5) =>
    contact.through(async () => {
      now += afterMs;
    });
  return {
    contact,
    answer,
    pass: (ms: number) => {
      now += ms;
    },
    /** Heartbeats that are answered at once, for so many seconds. */
    beats: async (seconds: number) => {
      for (let passed = 0; passed < seconds * 1000; passed += BEAT) {
        now += BEAT;
        await answer(0);
      }
    },
  };
}

it('is long once it has lasted for a lease, and not before', async () => {
  const { contact, answer, beats } = scripted();
  expect(contact.isLong).toBe(false);
  await answer(0);
  await beats(20);
  expect(contact.isLong).toBe(false);
  await beats(10);
  expect(contact.isLong).toBe(true);
});

it.each<[string, (told: ReturnType<typeof scripted>) => Promise<unknown>]>([
  ['no answer', ({ contact }) => contact.through(() => Promise.reject(new Error('away'))).catch(() => {})],
  ['an answer later than the time between heartbeats', ({ answer }) => answer(BEAT + 1)],
  [
    'a pause of this process for more than a lease',
    ({ pass, answer }) => {
      pass(LEASE_SECONDS * 1000 + 1);
      return answer();
    },
  ],
])('begins anew after %s', async (_, happens) => {
  const told = scripted();
  await told.answer(0);
  await told.beats(60);
  await happens(told);
  await told.answer(0);
  expect(told.contact.isLong).toBe(false);
  await told.beats(20);
  expect(told.contact.isLong).toBe(false);
  await told.beats(10);
  expect(told.contact.isLong).toBe(true);
});

it('gives the answer back, and the error', async () => {
  const { contact } = scripted();
  expect(await contact.through(async () => 7)).toBe(7);
  await expect(contact.through(() => Promise.reject(new Error('away')))).rejects.toThrow('away');
});
