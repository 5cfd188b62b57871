export function quietLoader(code: string): string;
