import { describe, expect, it } from 'vitest';
import { formulaLines, formulas } from '../../site/formulas';
import { pages, textOf } from './codeBlocks';

const plain = (html: string) => html.replace(/<[^>]*>/g, '');

describe('formulas on the site', () => {
  it.each([
    ['h_{l+1} = W_l h_l/√N', 'h<sub>l+1</sub> = W<sub>l</sub> h<sub>l</sub>/√N'],
    [
      'W_jW_jᵀ, θ_iθ_iᵀ, δ_ij, R_Δᵀ',
      'W<sub>j</sub>W<sub>j</sub>ᵀ, θ<sub>i</sub>θ<sub>i</sub>ᵀ, δ<sub>ij</sub>, R<sub>Δ</sub>ᵀ',
    ],
    [
      'γ_3n, γ_(n/2+2), mean_P, λ_max(G^1)',
      'γ<sub>3n</sub>, γ<sub>n/2+2</sub>, mean<sub>P</sub>, λ<sub>max</sub>(G<sup>1</sup>)',
    ],
    ['N^(−1/2), N^−1/2, k^−αβ, 2^−52.', 'N<sup>−1/2</sup>, N<sup>−1/2</sup>, k<sup>−αβ</sup>, 2<sup>−52</sup>.'],
    ['(1 + b²)^(L−1) e^(β0²(1 − x))', '(1 + b²)<sup>L−1</sup> e<sup>β<sub>0</sub>²(1 − x)</sup>'],
    [
      'Σ_{s&lt;t} G^{L+1,0}_{0,L+1} χ²_{N_l}',
      'Σ<sub>s&lt;t</sub> G<sup>L+1,0</sup><sub>0,L+1</sub> χ²<sub>N<sub>l</sub></sub>',
    ],
    ['γ0 N, γ0√D, β0², at γ0. 05', 'γ<sub>0</sub> N, γ<sub>0</sub>√D, β<sub>0</sub>², at γ<sub>0</sub>. 05'],
  ])('%s', (text, html) => expect(formulas(text)).toBe(html));

  it.each(['snake_case', 'a __proto__ b', 't^−(L+1)β/(1+Lβ)', 'x^a/b', 'N^(1/2', '_ ^', 'λ0.5', 'λ04'])(
    '%s is left alone',
    (text) => expect(formulas(text)).toBe(text),
  );

  it('what stood in columns does so still', () => {
    const html = formulaLines('k_l = 1,    one\nk_{l+1} = 2,    two');
    expect([...html.matchAll(/min-width:(\d+)ch/g)].map(([, letters]) => Number(letters))).toEqual([12, 16]);
    expect(plain(html)).toBe('kl = 1,    one\nkl+1 = 2,    two');
  });

  it('on no page a letter is lost', () => {
    for (const page of pages) {
      const text = textOf(page).replace(/[<>&]/g, ' ');
      expect(plain(formulas(text)).replace(/[{}()_^]/g, '')).toBe(text.replace(/[{}()_^]/g, ''));
    }
  });
});
