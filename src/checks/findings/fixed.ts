/** A number with so many decimals, without a sign where all of them are zero. */
export const fixed = (value: number, decimals: number) => value.toFixed(decimals).replace(/^-(?=[0.]+$)/, '');
