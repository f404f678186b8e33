/** What is made of a use case once and kept: by the object at hand, and by its content for equal ones that come with every job. */
import { createHash } from 'node:crypto';

/** Contents kept: an inline use case comes with each job of a series, and few series run at a time. */
const MOST = 100;

export class KeptByContent<T extends object, V> {
  readonly #make: (of: T) => V;
  readonly #byObject = new WeakMap<T, V>();
  /** In the order of their last use. */
  readonly #byContent = new Map<string, V>();

  constructor(make: (of: T) => V) {
    this.#make = make;
  }

  get(of: T): V {
    let value = this.#byObject.get(of);
    if (value === undefined) {
      value = this.#ofContent(of);
      this.#byObject.set(of, value);
    }
    return value;
  }

  #ofContent(of: T): V {
    const hash = createHash('sha256').update(JSON.stringify(of)).digest('base64');
    const value = this.#byContent.get(hash) ?? this.#make(of);
    this.#byContent.delete(hash);
    this.#byContent.set(hash, value);
    for (const oldest of this.#byContent.keys()) {
      if (this.#byContent.size <= MOST) break;
      this.#byContent.delete(oldest);
    }
    return value;
  }
}
