import * as v from 'valibot';
import { curveTimesSchema } from '../observables/curveTimes';
import { observables } from '../observables/registry';
import { documented, word } from './numbers';

/** What an entry of the list can be besides a name: an observable with its options. */
const options: Record<string, v.OptionalSchema<v.GenericSchema, undefined>> = {};
for (const { name, doc, curve, quantities } of observables) {
  if (curve) options[name] = v.optional(documented(doc, curveTimesSchema));
  if (quantities) options[name] = v.optional(documented(doc, v.strictObject({ quantity: word(...quantities) })));
}

const names = observables.map(({ name }) => name);

/** Names of observables, or one name with its options: `- loss: { every: 10 }`. */
export const observablesSchema = documented(
  'what is kept of every cell',
  v.pipe(
    v.array(
      v.union(
        [v.picklist(names), v.strictObject(options)],
        `the name of an observable (${names.join(', ')}), or one name with its options`,
      ),
      'a list of observables',
    ),
    v.minLength(1, 'a list of observables'),
  ),
);
