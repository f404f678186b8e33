/**
 * What a process holds of submissions that are not stored yet, counted from the first byte of a body until its jobs are committed,
 * and bounded: past it a submit is answered 503 with Retry-After before more of it is read, so that memory does not grow with what
 * arrives. Whoever waits for its job to end (`Prefer: wait`) holds nothing: its job is stored.
 */
import { Problem } from './problem.ts';
import { Traffic } from './traffic.ts';

export interface IntakeLimits {
  /** Jobs held at a time. */
  readonly jobs: number;
  /** Bytes of bodies held at a time; at least those of the largest request there may be. */
  readonly bytes: number;
}

/** What one request holds; let go when it has been answered. */
export interface Held {
  /** `n` bytes will come: they are held from now on, so that nobody is refused with half of them read. @throws Problem 503 */
  expect(n: number): void;
  /** `n` more bytes are in memory: of those expected, or beside them. @throws Problem 503 */
  bytes(n: number): void;
  /** It turned out to be `n` jobs. @throws Problem 503 */
  jobs(n: number): void;
  /** Called when the request has been answered, to give back what it held. */
  onRelease(release: () => void): void;
  /** What else comes in. */
  readonly traffic: Traffic;
}

export class Intake {
  readonly traffic: Traffic;
  readonly #limits: IntakeLimits;
  #jobs = 0;
  #bytes = 0;

  /** @param traffic told of every request, submissions among them. */
  constructor(limits: IntakeLimits, traffic = new Traffic()) {
    this.#limits = limits;
    this.traffic = traffic;
  }

  /** Nothing is under way. */
  get empty(): boolean {
    return this.#jobs === 0 && this.#bytes === 0;
  }

  /**
   * Counts one job, and what `work` reads, until `work` has ended.
   * @param charge told of bytes before they are read; what it throws refuses them. @throws Problem 503, and what `work` and `charge` throw.
   */
  async hold<T>(work: (held: Held) => Promise<T>, charge: (bytes: number) => void = () => {}): Promise<T> {
    const own = { jobs: 0, bytes: 0, read: 0 };
    const releases: (() => void)[] = [];
    const held: Held = {
      expect: (n) => {
        if (this.#bytes + n > this.#limits.bytes) throw busy();
        charge(n);
        own.bytes += n;
        this.#bytes += n;
      },
      bytes: (n) => {
        own.read += n;
        if (own.read > own.bytes) held.expect(own.read - own.bytes);
      },
      jobs: (n) => {
        const more = n - own.jobs;
        if (this.#jobs + more > this.#limits.jobs) throw busy();
        own.jobs += more;
        this.#jobs += more;
      },
      onRelease: (release) => releases.push(release),
      traffic: this.traffic,
    };
    try {
      held.jobs(1);
      return await work(held);
    } finally {
      for (const release of releases) release();
      this.#jobs -= own.jobs;
      this.#bytes -= own.bytes;
    }
  }
}

const busy = (): Problem =>
  new Problem('busy', 'ix holds as many submissions as it may until they are stored; sending the same request again is safe', {
    headers: { 'Retry-After': '1' },
  });
