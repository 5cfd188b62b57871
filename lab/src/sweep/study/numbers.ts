import * as v from 'valibot';

/** Kinds of values in study files. A message says what is expected: errors are made of it ("lr: expected a positive number, …"). */

const whole = (least: number, expected: string) =>
  v.pipe(v.number(expected), v.integer(expected), v.safeInteger(expected), v.minValue(least, expected));

export const positiveInteger = whole(1, 'a positive integer');
export const count = whole(0, 'an integer of at least 0');
export const seed = whole(0, 'an integer of at least 0');
export const integer = v.pipe(v.number('an integer'), v.integer('an integer'), v.safeInteger('an integer'));
export const finite = v.pipe(v.number('a finite number'), v.finite('a finite number'));
export const positive = v.pipe(
  v.number('a positive number'),
  v.gtValue(0, 'a positive number'),
  v.finite('a positive number'),
);
export const nonNegative = v.pipe(
  v.number('a number of at least 0'),
  v.minValue(0, 'a number of at least 0'),
  v.finite('a number of at least 0'),
);
export const flag = v.boolean('true or false');
export const fraction = v.pipe(
  v.number('a number of at least 0 and below 1'),
  v.minValue(0, 'a number of at least 0 and below 1'),
  v.ltValue(1, 'a number of at least 0 and below 1'),
);

/** One of some words. */
export function word<const Words extends readonly string[]>(...words: Words) {
  return v.picklist(words, `one of ${words.join(', ')}`);
}

/** A number, or a list of one number per layer. */
export function perLayer<Schema extends v.GenericSchema<number>>(of: Schema, expected: string) {
  return v.union([of, v.pipe(v.array(of), v.minLength(1))], expected);
}

/** A schema with its doc, which editors show. */
export function documented<Schema extends v.GenericSchema>(doc: string, schema: Schema) {
  return v.pipe(schema, v.description(doc));
}
