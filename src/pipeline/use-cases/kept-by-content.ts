/** What is made of a use case once and kept: by the object at hand, and by its content for equal ones that come with every job. */
import { createHash } from 'node:crypto';

/** Characters of the contents kept: an inline use case comes with each job of a series, and few series run at a time. */
const MOST_CHARACTERS = 2_000_000;

interface Kept<V> {
  readonly value: V;
  readonly characters: number;
}

export class KeptByContent<T extends object, V> {
  readonly #make: (of: T) => V;
  readonly #byObject = new WeakMap<T, V>();
  /** In the order of their last use. */
  readonly #byContent = new Map<string, Kept<V>>();
  #characters = 0;

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
    const content = JSON.stringify(of);
    const hash = createHash('sha256').update(content).digest('base64');
    const known = this.#byContent.get(hash);
    if (known !== undefined) {
      this.#byContent.delete(hash);
      this.#byContent.set(hash, known);
      return known.value;
    }
    const value = this.#make(of);
    if (content.length > MOST_CHARACTERS) return value;
    this.#byContent.set(hash, { value, characters: content.length });
    this.#characters += content.length;
    for (const [oldest, { characters }] of this.#byContent) {
      if (this.#characters <= MOST_CHARACTERS) break;
      this.#byContent.delete(oldest);
      this.#characters -= characters;
    }
    return value;
  }
}
