export class Navigation extends Error {}

/** Next.js leaves a page by throwing, and so do these. */
export function redirect(path: string): never {
  throw new Navigation(`redirect ${path}`);
}

export function notFound(): never {
  throw new Navigation("not found");
}
