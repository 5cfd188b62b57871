import { type Control, defaultsOf, type Values } from '../scenes/control';
import type { SceneDescription } from '../scenes/description';

/** What a link opens. */
export interface Place {
  scene: SceneDescription;
  values: Values;
  seed: number;
}

/** What the seed may be. */
export const MOST_SEED = 999_999;

/** The part of an address after #: scene, every value, seed. */
export function linkOf({ scene, values, seed }: Place): string {
  const query = new URLSearchParams({ ...values, seed } as unknown as Record<string, string>);
  return `#${scene.id}?${query}`;
}

/** @returns the place, and a sentence for everything in the link that makes no sense (defaults take its place) */
export function readLink(hash: string, scenes: readonly SceneDescription[]): { place: Place; complaints: string[] } {
  const complaints: string[] = [];
  const [name, query = ''] = hash.replace(/^#/, '').split(/\?(.*)/s);
  const scene = scenes.find(({ id }) => id === name) ?? scenes[0];
  if (name !== '' && scene.id !== name) complaints.push(`There is no scene “${shortened(name)}”.`);
  const values: Record<string, number | string> = { ...defaultsOf(scene.controls) };
  let seed = 1;
  for (const [key, text] of scene.id === name ? new URLSearchParams(query) : []) {
    const control = scene.controls.find((candidate) => candidate.name === key);
    const found = control?.values.find((value) => String(value) === text);
    if (control && found !== undefined) values[key] = found;
    else if (key === 'seed' && isSeed(text)) seed = Number(text);
    else if (control) complaints.push(`${control.label}: expected ${listed(control)}, got “${shortened(text)}”.`);
    else if (key === 'seed') complaints.push(`${seedComplaint(text)}.`);
    else complaints.push(`This scene has no “${shortened(key)}”.`);
  }
  return { place: { scene, values, seed }, complaints: complaints.slice(0, 3) };
}

export function isSeed(text: string): boolean {
  return /^\d{1,6}$/.test(text) && Number(text) <= MOST_SEED;
}

/** Without its full stop. */
export function seedComplaint(text: string): string {
  // a field for numbers has no text where it holds something else
  const got = text === '' ? 'none' : `“${shortened(text)}”`;
  return `Seed: expected a whole number from 0 to ${MOST_SEED}, got ${got}`;
}

function listed({ values }: Control): string {
  return values.length <= 8
    ? `one of ${values.join(', ')}`
    : `one of ${values.length} values from ${values[0]} to ${values.at(-1)}`;
}

const shortened = (text: string) => (text.length > 30 ? `${text.slice(0, 30)}…` : text);
