/** A slider or a choice as plain data. Every allowed value is listed: links are checked against the list, and sliders count along it. */
export interface Control {
  name: string;
  /** A few words before the control, with the symbol of the formula. */
  label: string;
  /** One line for a stranger. */
  doc: string;
  /** In order. */
  values: readonly (number | string)[];
  default: number | string;
}

/** A value for every control of a scene. */
export type Values = Readonly<Record<string, number | string>>;

export function defaultsOf(controls: readonly Control[]): Values {
  return Object.fromEntries(controls.map((control) => [control.name, control.default]));
}
