import type { Experiment } from 'deeplinear';
import type { CheckNote, Rule } from './checkNotes';
import { ruleTitles } from './checkPage';

/** How each rule comes to a verdict. */
const rules: Record<Rule, string> = {
  curve: `Nets of width N are biased by O(1/N) even where the theory is right, so that no test at one width can confirm a limit. The mean deviation is
fitted as c0 + c1/N, with room for a next term of size c1²/N². \`agrees\`: the 95 % interval of c0 lies within the margin, and that of the exponent of the distance
(less the drift in 1/N) contains the theory's. \`disagrees\`: one of them lies wholly outside, or the deviation at a single step does, by a band for
all steps at once.`,
  scaling: `As [a curve and its limit](#a-curve-and-its-limit), for distances that fall with another power, or of another size than the width.`,
  intercept: `The mean deviation of every quantity is fitted as c0 + c1/size by weighted least squares. \`agrees\`: the intervals of all c0, which hold together
with 95 %, lie within their margins. \`disagrees\`: one lies wholly outside, or most nets diverge. What falls
more slowly than 1/size looks like a deviation at small sizes: with larger ones it shrinks.`,
  decay: `As [nothing left in the limit](#nothing-left-in-the-limit), and the exponent with which one quantity falls has to be the theory's.`,
  exact: `The law holds at every size and nothing is extrapolated: deviations of all sizes are one weighted mean. \`agrees\`: the interval of every quantity lies within
its margin. \`disagrees\`: one lies wholly outside, or that of one size does.`,
  mixture: `Two parts that both have to agree: the distance between the distribution functions of outputs and of the law, which is exact at every width, with a
Kolmogorov–Smirnov band inside the margin; and [nothing left in the limit](#nothing-left-in-the-limit) for mean and variance of what outputs share.`,
  catapult: `Three parts that all have to agree: differences from the map are rounding, every net ends in its phase, and the interval of the exponent of the peak lies
within its margin.`,
};

/** The index of the pages of checks, docs/checks/README.md. */
export function checksIndex(experiments: readonly Experiment[], notes: Record<string, CheckNote>): string {
  const rows = experiments.map(
    ({ id, expected, page }) =>
      `| [${id}](${id}.md) | ${expected.law.replace(/([*_<>|])/g, '\\$1')} | [${page.replace(/^limits\/|\.md$/g, '')}](../${page}) | ${ruleTitles[notes[id].rule].toLowerCase()} |`,
  );
  const used = (Object.keys(rules) as Rule[]).filter((rule) => experiments.some(({ id }) => notes[id].rule === rule));
  return `# Checks

Whether nets do what a limit says. A check simulates finite nets (or draws) of several sizes, compares them with the theory and gives a verdict: \`agrees\`,
\`disagrees\`, or \`underpowered\` where there are too few samples to tell. It can fail: each comes with laws that are wrong on purpose and have to be
refused. How often checks are right, over thousands of repetitions: [evidence](../evidence/checks.md).

${'```'}sh
npx deeplinear check --list
npx deeplinear check infinite-width --report
npx deeplinear check infinite-width --wrong twice-the-richness
${'```'}

\`npx deeplinear check --all\` runs every one of them (about a minute on two cores), from the library it is \`check(name)\` for the names in \`experiments\`.

| check | what the theory says | limit | verdict |
|---|---|---|---|
${rows.join('\n')}

## How a verdict comes about

All intervals are two-sided t intervals of 95 %; margins say what counts as the theory's, and are printed beside every value. The statistics themselves are
functions of the library: [statistics](../statistics.md).

${used.map((rule) => `### ${ruleTitles[rule]}\n\n${rules[rule]}`).join('\n\n')}

The pages of this folder are written by \`npm run docs:checks\` from the registry of experiments and from runs of today's code.
`;
}
