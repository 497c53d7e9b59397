// The points of answers, computed a second time and from the specification alone: what the server stores after a hand-in must
// equal it. Checked itself against tests/golden/item_scoring.json by whoever uses it (checkAgainst).
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

const golden = JSON.parse(readFileSync(new URL('../golden/item_scoring.json', import.meta.url), 'utf8'));
const PACK = new URL('../../assessments/packs/client-manager/instruments/', import.meta.url);
const near = (a, b) => assert.ok(Math.abs(a - b) < 1e-9, `${a} is not ${b}`);

// The items of an instrument with their keys, by code.
export const items = (file) => new Map(JSON.parse(readFileSync(new URL(`${file}.json`, PACK), 'utf8')).items.map((i) => [i.code, i]));

// Multiple choice, rule «balanced»: hits less false alarms, each as a share of what there was to hit.
export function balanced(n, key, chosen) {
  const hits = chosen.filter((c) => key.includes(c)).length, wrong = chosen.length - hits;
  return Math.max(0, hits / key.length - (wrong > 0 ? wrong / (n - key.length) : 0));
}

const mean = (x) => x.reduce((a, b) => a + b, 0) / x.length;
function standard(x) {
  const m = mean(x), sd = Math.sqrt(x.reduce((a, b) => a + (b - m) ** 2, 0) / (x.length - 1));
  return x.map((v) => (sd > 0 ? (v - m) / sd : 0));
}

// Agreement of each scenario with the key: 2Σz·zᴷ/(Σz² + Σzᴷ²), z over all actions; 0 when its ratings are all equal.
export function agreements(scenarios) {
  const z = standard(scenarios.flatMap((s) => s.ratings)), k = standard(scenarios.flatMap((s) => s.key));
  let at = 0;
  return scenarios.map(({ ratings }) => {
    const from = at;
    at += ratings.length;
    if (ratings.every((r) => r === ratings[0])) return 0;
    let both = 0, squares = 0;
    for (let i = from; i < at; i++) { both += z[i] * k[i]; squares += z[i] ** 2 + k[i] ** 2; }
    return 2 * both / squares;
  });
}

// The functions above against the golden values.
export function checkAgainstGolden() {
  for (const g of golden.multiple_response)
    if (g.scores.balanced !== undefined) near(Number(balanced(g.n_options, g.key, g.chosen).toFixed(10)), g.scores.balanced);
  for (const g of golden.agreement.forms) agreements(g.scenarios).forEach((a, i) => near(a, g.agreement[i]));
}
