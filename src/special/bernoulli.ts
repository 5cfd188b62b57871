/** B_2, B_4 … B_16, the coefficients of Stirling's series and its derivatives. */
export const BERNOULLI = [1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6, -3617 / 510];

/** From this argument on the series with these terms is exact to rounding; smaller ones are shifted up to it. */
export const STIRLING_FROM = 11;
