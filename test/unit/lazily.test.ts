import { describe, expect, it } from 'vitest';
import { lazily } from '../../src/experiments/lazily';

describe('lazily', () => {
  it('makes the object once, at the first look into it', () => {
    let made = 0;
    const object = lazily(() => ({ id: 'a', half: (x: number) => x / 2, count: ++made }));
    expect(made).toBe(0);
    expect(object.half(3)).toBe(1.5);
    expect(object.count).toBe(1);
    expect(made).toBe(1);
  });

  it('looks like the object itself', () => {
    const plain = { id: 'a', values: [1, 2] };
    const object = lazily(() => plain);
    expect({ ...object }).toEqual(plain);
    expect(Object.keys(object)).toEqual(['id', 'values']);
    expect('id' in object).toBe(true);
    expect('name' in object).toBe(false);
    expect(JSON.stringify(object)).toBe(JSON.stringify(plain));
  });
});
