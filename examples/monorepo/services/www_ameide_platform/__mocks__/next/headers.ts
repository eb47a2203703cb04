const jar = new Map<string, { value: string }>();

/** Stands in for the cookies of a request: Jest has none. */
export async function cookies(): Promise<Map<string, { value: string }>> {
  return jar;
}
