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

it('says nothing until it has lasted for a lease', async () => {
  const { contact, answer, beats } = scripted();
  expect(contact.patienceSeconds).toBe(null);
  await answer(0);
  await beats(20);
  expect(contact.patienceSeconds).toBe(null);
  await beats(10);
  expect(contact.patienceSeconds).toBe(LEASE_SECONDS);
});

it('begins anew when there is no answer', async () => {
  const { contact, answer, beats } = scripted();
  await answer(0);
  await beats(60);
  await contact.through(() => Promise.reject(new Error('away'))).catch(() => {});
  expect(contact.patienceSeconds).toBe(null);
  await answer(0);
  await beats(20);
  expect(contact.patienceSeconds).toBe(null);
  await beats(10);
  expect(contact.patienceSeconds).toBe(LEASE_SECONDS);
});

it.each<[string, (told: ReturnType<typeof scripted>) => Promise<unknown>]>([
  ['an answer that took long', ({ answer }) => answer(50_000)],
  [
    'a pause of this process',
    ({ pass, answer }) => {
      pass(50_000);
      return answer(0);
    },
  ],
])('is as patient as it was silent itself: %s', async (_, happens) => {
  const told = scripted();
  await told.answer(0);
  await told.beats(60);
  await happens(told);
  expect(told.contact.patienceSeconds).toBe(50 + LEASE_SECONDS / 3);
  await told.beats(30);
  expect(told.contact.patienceSeconds).toBe(50 + LEASE_SECONDS / 3);
  await told.beats(10);
  expect(told.contact.patienceSeconds).toBe(LEASE_SECONDS);
});

it('counts a silence that has not ended', async () => {
  const { contact, answer, beats, pass } = scripted();
  await answer(0);
  await beats(60);
  pass(50_000);
  expect(contact.patienceSeconds).toBe(50 + LEASE_SECONDS / 3);
});

it('gives the answer back, and the error', async () => {
  const { contact } = scripted();
  expect(await contact.through(async () => 7)).toBe(7);
  await expect(contact.through(() => Promise.reject(new Error('away')))).rejects.toThrow('away');
});
