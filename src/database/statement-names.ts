/** Which statements the server keeps by name: most of what a short statement costs is its parsing and planning. */
import type { QueryConfig } from 'pg';

/** Names on one connection at most. The statements of ix are some dozens; only the filters of a listing make more. */
const MOST = 200;

/**
 * The names that the connections of one pool give their statements. Not for a pooler in transaction mode, where the next transaction may
 * meet a session that does not know the name.
 */
export class StatementNames {
  readonly #names = new Map<string, string>();
  /** Texts that were asked for once, of late. */
  readonly #once = new Set<string>();

  /** A text with values has a name from its second use on: what is asked for once need not be kept. */
  named(text: string, values: readonly unknown[]): QueryConfig<unknown[]> {
    return { text, values: [...values], ...(values.length > 0 && { name: this.nameOf(text) }) };
  }

  /** Undefined: it has none, yet or at all. */
  nameOf(text: string): string | undefined {
    const known = this.#names.get(text);
    if (known !== undefined || this.#names.size === MOST) return known;
    if (this.#once.delete(text)) {
      const name = `ix_${this.#names.size}`;
      this.#names.set(text, name);
      return name;
    }
    if (this.#once.size === MOST) this.#once.clear();
    this.#once.add(text);
    return undefined;
  }
}
