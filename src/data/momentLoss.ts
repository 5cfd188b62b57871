/** ½ mean‖y − Beta x‖² from syy, Beta, Syx and E = Syx − Beta Sxx; 0 where rounding would take a mean of squares below it. */
export function momentLoss(
  syy: number,
  beta: ArrayLike<number>,
  syx: ArrayLike<number>,
  error: ArrayLike<number>,
): number {
  let explained = 0;
  for (let i = 0; i < beta.length; i++) explained += beta[i] * (syx[i] + error[i]);
  const loss = 0.5 * (syy - explained);
  return loss < 0 ? 0 : loss;
}
