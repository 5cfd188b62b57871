import { booleanValue, finite, knownOptions, reject } from '../../validate';

/** Skip connections h_{l+1} = h_l + b W_l h_l/√N: `true` is beta0 = 1, beta0 means b = beta0/√L, branch is b itself. */
export type ResidualOption = boolean | { beta0: number } | { branch: number };

/** What a residual option says: b against the number of hidden layers, and β0 where that is b = β0/√L. */
export interface ResidualBranch {
  branch(hidden: number): number;
  beta0?: number;
}

/** Reads the option `residual`; undefined without skip connections. @throws ValueError */
export function residualBranch(residual: unknown): ResidualBranch | undefined {
  if (residual === undefined || residual === false) return undefined;
  if (typeof residual !== 'object' || residual === null) booleanValue('residual', residual);
  const given = residual === true ? { beta0: 1 } : (residual as { beta0?: number; branch?: number });
  knownOptions('residual', given, ['beta0', 'branch']);
  const { beta0, branch } = given as { beta0?: number; branch?: number };
  if ((beta0 === undefined) === (branch === undefined)) reject('residual', 'exactly one of beta0 and branch', residual);
  if (branch !== undefined) {
    finite('residual.branch', branch);
    return { branch: () => branch };
  }
  const strength = finite('residual.beta0', beta0);
  return { branch: (hidden) => strength / Math.sqrt(hidden), beta0: strength };
}

/** β0 of nets of infinite depth, which have a limit with branches of order 1/√L only. @throws ValueError naming what was given. */
export function infiniteDepthBeta0(residual: unknown): number {
  const beta0 = residualBranch(residual)?.beta0;
  if (beta0 !== undefined) return beta0;
  if (residual === undefined) reject('hidden', 'a finite number without residual: true or { beta0 }', Infinity);
  return reject('residual', 'true or { beta0 } with hidden: Infinity', residual);
}
