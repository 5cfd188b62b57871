export const hotKernels: { name: string; v128Locals?: number }[];
export function watFile(name: string): string;
export function functionText(wat: string, name: string): string | undefined;
