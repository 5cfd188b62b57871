import type { ThemeName } from '../plots/theme';

const dark = matchMedia('(prefers-color-scheme: dark)');

/** Light or dark: as the system says, until the button is pressed. */
export function themeButton(button: HTMLButtonElement, onChange: () => void): () => ThemeName {
  let chosen: ThemeName | undefined;
  const current = (): ThemeName => chosen ?? (dark.matches ? 'dark' : 'light');
  const show = () => {
    const name = current();
    document.documentElement.dataset.theme = name;
    button.textContent = name === 'dark' ? 'Light' : 'Dark';
    button.setAttribute('aria-label', name === 'dark' ? 'Light colours' : 'Dark colours');
    onChange();
  };
  button.addEventListener('click', () => {
    chosen = current() === 'dark' ? 'light' : 'dark';
    show();
  });
  dark.addEventListener('change', show);
  show();
  return current;
}
