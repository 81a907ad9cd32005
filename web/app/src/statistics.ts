// What pages compute themselves: a site of files cannot have a test for every pair
// of contestants, and does not know the visitor's answers. Package bench has the
// same, and tests compare the two.

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

/** Wilson's 95% interval of a share of n trials: see bench.Wilson. */
export function wilson(share: number, n: number): [low: number, high: number] {
  if (n === 0) return [0, 1];
  const z = 1.959963984540054;
  const centre = share + (z * z) / (2 * n);
  const spread = z * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
  const scale = 1 + (z * z) / n;
  return [Math.max(0, (centre - spread) / scale), Math.min(1, (centre + spread) / scale)];
}
