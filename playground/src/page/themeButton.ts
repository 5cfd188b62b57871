import type { ThemeName } from '../plots/theme';

const dark = matchMedia('(prefers-color-scheme: dark)');

const KEY = 'deeplinear-theme';

/** What was chosen at an earlier visit. Browsers may forbid the storage: then a choice lasts as long as the page. */
function remembered(): ThemeName | undefined {
  try {
    const name = localStorage.getItem(KEY);
    return name === 'light' || name === 'dark' ? name : undefined;
  } catch {
    return undefined;
  }
}

function remember(name: ThemeName): void {
  try {
    localStorage.setItem(KEY, name);
  } catch {
    // the button still works
  }
}

/** Light or dark: as the system says, until the button is pressed. */
export function themeButton(button: HTMLButtonElement, onChange: () => void): () => ThemeName {
  let chosen = remembered();
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
    remember(chosen);
    show();
  });
  dark.addEventListener('change', show);
  show();
  return current;
}
