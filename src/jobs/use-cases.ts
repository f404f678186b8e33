/**
 * The use cases that requests may name: this process's own (shipped, or of its folder), and those kept in the database, which are the same
 * for all processes. Their versions never change, so each is read and compiled once; which is the latest is asked anew (`refresh`).
 */
import { createHash } from 'node:crypto';
import type { Scope } from '../contracts/scope.ts';
import type { ShownUseCase, UseCase, UseCaseDefinition, UseCaseInline, UseCaseVersion } from '../contracts/use-case.ts';
import { insertAudit } from '../store/audit.ts';
import { retireRow, type StoredUseCase, saveVersion, storedUseCases, useCaseHistory, versionsOf } from '../store/use-cases.ts';
import { transact } from './act.ts';
import type { JobsDeps } from './deps.ts';

/** A use case of that name comes with ix, or from the folder. */
export class NameTaken extends Error {
  override readonly name = 'NameTaken';
}

/** There are as many as there may be. */
export class UseCasesFull extends Error {
  override readonly name = 'UseCasesFull';
}

/** Use cases kept in the database. */
export const USE_CASES_MAX = 1000;

/** What this process has of its own. */
export interface OwnUseCases {
  list(): readonly UseCase[];
  get(name: string): UseCase | null;
}

export class UseCaseLibrary {
  readonly #deps: Pick<JobsDeps, 'orm'>;
  readonly #own: OwnUseCases;
  readonly #compile: (definition: UseCaseDefinition & { readonly name: string }) => UseCase;
  #stored = new Map<string, StoredUseCase>();
  /** Each with itself as a request would bring it along: one object, so that what is made of it is made once. */
  readonly #versions = new Map<string, { readonly shown: ShownUseCase; readonly inline: UseCaseInline }>();

  /** @param compile makes of a definition that was checked what the engines work from. */
  constructor(
    deps: Pick<JobsDeps, 'orm'>,
    own: OwnUseCases,
    compile: (definition: UseCaseDefinition & { readonly name: string }) => UseCase,
  ) {
    this.#deps = deps;
    this.#own = own;
    this.#compile = compile;
  }

  /** Learns what other processes have stored and retired. */
  async refresh(): Promise<void> {
    const em = this.#deps.orm.em.fork();
    const states = await storedUseCases(em);
    const news = states.filter(({ name, version }) => !this.#versions.has(keyOf(name, version))).map(({ name }) => name);
    for (const { name, version, definition } of news.length === 0 ? [] : await versionsOf(em, news)) {
      const shown = { ...this.#compile({ ...definition, name }), version, retired_at: null };
      const { title: _, description: __, ...inline } = definition;
      this.#versions.set(keyOf(name, version), { shown, inline: { ...inline, name } });
    }
    this.#stored = new Map(states.map((state) => [state.name, state]));
  }

  /** Those that a new job may name, by name. As of the last `refresh`. */
  list(): readonly ShownUseCase[] {
    const stored = [...this.#stored.values()].flatMap(({ name, retiredAt }) => (retiredAt === null ? [this.get(name)] : []));
    const own = this.#own.list().flatMap(({ name }) => (this.#stored.has(name) ? [] : [this.get(name)]));
    return [...own, ...stored].filter((one) => one !== null).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Those that no new job may name, by name. As of the last `refresh`. */
  retired(): readonly ShownUseCase[] {
    return [...this.#stored.values()]
      .flatMap(({ name, retiredAt }) => (retiredAt === null ? [] : [this.get(name)]))
      .filter((one) => one !== null);
  }

  /**
   * As of the last `refresh`; one that is retired, too.
   * @param version null: the latest, or, where none is stored, this process's own.
   */
  get(name: string, version: number | null = null): ShownUseCase | null {
    const stored = this.#stored.get(name);
    const known = this.#versions.get(keyOf(name, version ?? stored?.version ?? 0));
    if (known !== undefined) return { ...known.shown, retired_at: stored?.retiredAt ?? null };
    const own = version === null ? this.#own.get(name) : null;
    return own === null ? null : { ...own, version: null, retired_at: null };
  }

  /** That very version, as a request would bring it along. Null: it is not there. */
  async inlineOf(name: string, version: number): Promise<UseCaseInline | null> {
    if (!this.#versions.has(keyOf(name, version))) await this.refresh();
    return this.#versions.get(keyOf(name, version))?.inline ?? null;
  }

  /** The newest first; none of those that are not stored. */
  history(name: string): Promise<UseCaseVersion[]> {
    return useCaseHistory(this.#deps.orm.em.fork(), name);
  }

  /**
   * A new version, for all processes at once; the same as the latest makes none. One that was retired is so no more.
   * @param definition it was checked. @throws NameTaken, UseCasesFull
   */
  async save(
    scope: Scope,
    name: string,
    definition: UseCaseDefinition,
  ): Promise<{ readonly useCase: ShownUseCase; readonly created: boolean }> {
    await this.refresh();
    if (this.#own.get(name) !== null && !this.#stored.has(name)) {
      throw new NameTaken(`${JSON.stringify(name)} comes with ix, or is in the folder of IX_USE_CASES_DIR: expected another name`);
    }
    if (this.#stored.size >= USE_CASES_MAX && !this.#stored.has(name)) {
      throw new UseCasesFull(`there are ${USE_CASES_MAX} use cases, expected fewer`);
    }
    const json = JSON.stringify({ ...definition, name: undefined });
    const hash = createHash('sha256').update(json).digest();
    const { version, created } = await transact(this.#deps, 'save use case', async (em) => {
      const saved = await saveVersion(em, { name, json, hash, who: scope.by });
      await insertAudit(em, scope, [{ act: `save version ${saved.version}`, target: `use case ${name}`, clientId: null }]);
      return saved;
    });
    await this.refresh();
    const useCase = this.get(name, version);
    if (useCase === null) throw new Error(`version ${version} of the use case ${name} is not there`);
    return { useCase, created };
  }

  /** No new job may name it; those there are run by the version they have. Null: none of that name is stored. */
  async retire(scope: Scope, name: string): Promise<ShownUseCase | null> {
    await transact(this.#deps, 'retire use case', async (em) => {
      if (!(await retireRow(em, name))) return;
      await insertAudit(em, scope, [{ act: 'retire', target: `use case ${name}`, clientId: null }]);
    });
    await this.refresh();
    return this.#stored.has(name) ? this.get(name) : null;
  }
}

const keyOf = (name: string, version: number): string => `${version} ${name}`;
