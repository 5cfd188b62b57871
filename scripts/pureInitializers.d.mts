export function pureInitializers(code: string, ast: unknown): string;
