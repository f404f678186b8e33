/** Whether a figure that is looked at again and again stays where it is. Pure. */

/** Least squares through equidistant values, as the share of their mean by which they grow from the first to the last; below two: 0. */
export function growth(values: readonly number[]): number {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  if (n < 2 || mean === 0) return 0;
  const middle = (n - 1) / 2;
  const slope =
    values.reduce((sum, value, i) => sum + (i - middle) * (value - mean), 0) / values.reduce((sum, _, i) => sum + (i - middle) ** 2, 0);
  return (slope * (n - 1)) / mean;
}

/**
 * For what goes up until it is cleared, as a heap does: the share by which the least of the second half lies above that of the first. Below two values: 0.
 */
export function rise(values: readonly number[]): number {
  const middle = Math.ceil(values.length / 2);
  if (values.length < 2) return 0;
  return Math.min(...values.slice(middle)) / Math.min(...values.slice(0, middle)) - 1;
}
