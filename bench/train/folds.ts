/** Cross-validation by family: no layout is judged by weights that have seen it. */
import { enoughFor, MARGIN } from '../../src/pipeline/engines/rules/decide.ts';
import { isConfirmed, isPlain } from '../../src/pipeline/engines/rules/doubts.ts';
import { likelihoods, Model, type Weights } from '../../src/pipeline/engines/rules/model.ts';
import type { Outcome } from './calibrate.ts';
import type { Example } from './examples.ts';

const FOLDS = 4;

export function foldsOf(examples: readonly Example[]): { readonly train: readonly Example[]; readonly left: readonly Example[] }[] {
  const families = [...new Set(examples.map(({ family }) => family))].sort();
  const foldOf = new Map(families.map((family, i) => [family, i % FOLDS]));
  return Array.from({ length: FOLDS }, (_, fold) => ({
    train: examples.filter(({ family }) => foldOf.get(family) !== fold),
    left: examples.filter(({ family }) => foldOf.get(family) === fold),
  }));
}

/** What the weights say of each example, and whether that is right. */
export function outcomesOf(examples: readonly Example[], weights: Weights): Outcome[] {
  const model = new Model(weights);
  return examples.map(({ kind, role, family, field, options, right, said }) => {
    const classes = { kind: { name: kind }, field: { role } };
    const best = options.map((places) => {
      const rated = places.map((features) => ({ features, logit: model.logit(classes, features) }));
      const [first] = rated.sort((a, b) => b.logit - a.logit);
      return {
        features: first?.features ?? {},
        logit: (first?.logit ?? 0) + model.logit(classes, { repeated: Math.min(3, places.length - 1) }),
      };
    });
    const shares = likelihoods(best.map(({ logit }) => logit));
    const most = Math.max(0, ...shares);
    const next = shares.toSorted((a, b) => b - a)[1] ?? 0;
    const answered = most >= enoughFor(role) && most >= MARGIN * next;
    const at = shares.indexOf(most);
    const plain = isPlain({ kind, role, features: best[at]?.features ?? {}, next });
    const confirmed = isConfirmed(best[at]?.features ?? {});
    return { kind, role, family, field, said, plain, confirmed, likelihood: most, right: answered ? at === right : null };
  });
}
