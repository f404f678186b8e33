/** `npm run train`: learns the weights of the rules from documents made, and how much its likelihoods may be trusted from families left out. */
import { writeFileSync } from 'node:fs';
import { Model } from '../../src/pipeline/engines/rules/model.ts';
import { LEFT_OUT } from '../../test/maker/left-out.ts';
import { KINDS } from '../../test/maker/maker.ts';
import { calibrationOf, type Outcome } from './calibrate.ts';
import { type Example, examplesOf } from './examples.ts';
import { fitWeights } from './fit.ts';
import { foldsOf, outcomesOf } from './folds.ts';
import priors from './priors.json' with { type: 'json' };

/** Documents of each kind, and the seed of the first. */
const COUNT = Number(process.argv[2] ?? 500);
const SEED = 1;
const FILE = new URL('../../src/pipeline/engines/rules/weights.json', import.meta.url);

const examples: Example[] = [];
for (const kind of KINDS) {
  const made = await examplesOf(kind, COUNT, SEED, new Model(priors));
  // What has been learned is evaluated on these (npm run evaluate).
  examples.push(...made.filter(({ family }) => !LEFT_OUT.has(family)));
}
console.log(`${examples.length} fields of ${KINDS.length * COUNT} documents`);

const outcomes: Outcome[] = [];
for (const { train, left } of foldsOf(examples)) outcomes.push(...outcomesOf(left, fitWeights(train, priors)));
report('by hand', outcomesOf(examples, priors));
report('left out', outcomes);
for (const own of [false, true]) {
  console.log(own ? 'without a role' : 'with a role');
  reliability(outcomes.filter(({ role }) => (role === null) === own));
}
const weights = fitWeights(examples, priors);
writeFileSync(FILE, `${JSON.stringify({ weights, calibration: calibrationOf(outcomes) }, null, 2)}\n`);

/** Families are judged by curves made of the others. */
function reliability(all: readonly Outcome[]): void {
  const families = [...new Set(all.map(({ family }) => family))];
  for (const from of [0.995, 0.99, 0.985, 0.98, 0.975, 0.97, 0.95, 0.9, 0]) {
    let [answers, wrong] = [0, 0];
    for (const family of families) {
      const model = new Model(priors, calibrationOf(outcomes.filter((outcome) => outcome.family !== family)));
      for (const { right, kind, role, likelihood, plain, confirmed } of all.filter((outcome) => outcome.family === family)) {
        if (right === null || !plain || model.probability({ kind: { name: kind }, field: { role } }, likelihood, confirmed) < from)
          continue;
        answers += 1;
        wrong += right ? 0 : 1;
      }
    }
    console.log(`probability >= ${from}: ${answers} answers, ${((100 * wrong) / Math.max(1, answers)).toFixed(2)} % wrong`);
  }
}

function report(name: string, all: readonly Outcome[]): void {
  const said = all.filter((outcome) => outcome.said);
  const share = (part: readonly Outcome[], of: readonly Outcome[]) => `${((100 * part.length) / Math.max(1, of.length)).toFixed(1)} %`;
  for (const [group, part] of Map.groupBy(all, ({ role, kind }) => (role === null ? `- ${kind}` : role))) {
    const there = part.filter((outcome) => outcome.said);
    console.log(
      `${name.padEnd(9)} ${group.padEnd(18)} n ${String(there.length).padStart(5)} right ${share(
        there.filter(({ right }) => right === true),
        there,
      )} wrong ${share(
        part.filter(({ right }) => right === false),
        part,
      )}`,
    );
  }
  console.log(
    `${name.padEnd(9)} all right ${share(
      said.filter(({ right }) => right === true),
      said,
    )} wrong ${share(
      all.filter(({ right }) => right === false),
      all,
    )}`,
  );
}
