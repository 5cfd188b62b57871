type Schema = { [key: string]: unknown } | boolean;

/**
 * What a value breaks of a JSON Schema (draft 7), by the words that the schema of studies uses; any other word is an error, so that
 * none is passed over.
 */
export function jsonSchemaErrors(schema: Schema, value: unknown, at = ''): string[] {
  if (typeof schema === 'boolean') return schema ? [] : [`${at}: nothing is allowed here`];
  const errors: string[] = [];
  const fail = (what: string) => errors.push(`${at || 'study'}: ${what}`);
  const inside = (part: unknown, entry: unknown, key: string) =>
    errors.push(...jsonSchemaErrors(part as Schema, entry, `${at}/${key}`));
  const valid = (part: unknown) => jsonSchemaErrors(part as Schema, value, at).length === 0;
  const record =
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  for (const [word, given] of Object.entries(schema)) {
    switch (word) {
      case '$schema':
      case 'title':
      case 'description':
      case 'default':
      case 'then':
      case 'else':
        break;
      case 'type':
        if (!isOf(value, given as string)) fail(`expected ${given}`);
        break;
      case 'const':
        if (JSON.stringify(value) !== JSON.stringify(given)) fail(`expected ${JSON.stringify(given)}`);
        break;
      case 'enum':
        if (!(given as unknown[]).includes(value)) fail(`expected one of ${JSON.stringify(given)}`);
        break;
      case 'minimum':
        if (typeof value === 'number' && value < (given as number)) fail(`below ${given}`);
        break;
      case 'maximum':
        if (typeof value === 'number' && value > (given as number)) fail(`above ${given}`);
        break;
      case 'exclusiveMinimum':
        if (typeof value === 'number' && value <= (given as number)) fail(`not above ${given}`);
        break;
      case 'exclusiveMaximum':
        if (typeof value === 'number' && value >= (given as number)) fail(`not below ${given}`);
        break;
      case 'minLength':
        if (typeof value === 'string' && value.length < (given as number)) fail('too short');
        break;
      case 'minItems':
        if (Array.isArray(value) && value.length < (given as number)) fail('too few items');
        break;
      case 'minProperties':
        if (record && Object.keys(record).length < (given as number)) fail('too few properties');
        break;
      case 'pattern':
        if (typeof value === 'string' && !new RegExp(given as string, 'u').test(value)) fail(`does not match ${given}`);
        break;
      case 'items':
        if (Array.isArray(value)) for (const [i, entry] of value.entries()) inside(given, entry, String(i));
        break;
      case 'required':
        for (const key of given as string[]) if (record && !(key in record)) fail(`lacks ${key}`);
        break;
      case 'properties':
        for (const [key, part] of Object.entries(given as object))
          if (record && key in record) inside(part, record[key], key);
        break;
      case 'patternProperties':
        for (const [pattern, part] of Object.entries(given as object)) {
          for (const key of Object.keys(record ?? {}))
            if (new RegExp(pattern, 'u').test(key)) inside(part, record![key], key);
        }
        break;
      case 'additionalProperties':
        for (const key of Object.keys(record ?? {})) {
          const patterns = Object.keys((schema.patternProperties as object) ?? {});
          const known =
            key in ((schema.properties as object) ?? {}) ||
            patterns.some((pattern) => new RegExp(pattern, 'u').test(key));
          if (!known) inside(given, record![key], key);
        }
        break;
      case 'propertyNames':
        for (const key of Object.keys(record ?? {})) inside(given, key, key);
        break;
      case 'anyOf':
        if (!(given as unknown[]).some(valid)) fail('fits none of the alternatives');
        break;
      case 'oneOf':
        if ((given as unknown[]).filter(valid).length !== 1) fail('does not fit exactly one alternative');
        break;
      case 'allOf':
        for (const part of given as Schema[]) errors.push(...jsonSchemaErrors(part, value, at));
        break;
      case 'if': {
        const chosen = (valid(given) ? schema.then : schema.else) as Schema | undefined;
        if (chosen !== undefined) errors.push(...jsonSchemaErrors(chosen, value, at));
        break;
      }
      default:
        fail(`the schema has the unknown word ${word}`);
    }
  }
  return errors;
}

function isOf(value: unknown, type: string): boolean {
  switch (type) {
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'array':
      return Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    case 'null':
      return value === null;
    default:
      return typeof value === type;
  }
}
