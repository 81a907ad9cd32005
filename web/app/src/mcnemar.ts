// The one statistic that pages compute themselves: a site of files cannot have
// one for every pair of contestants. Package bench has the same, and a test
// compares the two.

/**
 * McNemar's exact test: of the images on which exactly one of the two is right,
 * each is so on half of them if both are equally good.
 *
 *     p = min(1, 2 P(X <= min(onlyA, onlyB))), X binomial of onlyA+onlyB trials of 1/2
 */
export function mcNemar(onlyA: number, onlyB: number): { p: number } {
  const n = onlyA + onlyB;
  const few = Math.min(onlyA, onlyB);
  // Terms relative to the largest, that of few, do not underflow.
  let sum = 0;
  for (let k = few, term = 1; k >= 0 && term > 1e-17; k--) {
    sum += term;
    term *= k / (n - k + 1);
  }
  return { p: Math.min(1, 2 * sum * Math.exp(logChoose(n, few) - n * Math.LN2)) };
}

function logChoose(n: number, k: number): number {
  let log = 0;
  for (let i = 1; i <= k; i++) log += Math.log((n - k + i) / i);
  return log;
}
