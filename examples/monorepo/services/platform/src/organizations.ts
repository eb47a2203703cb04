import { randomUUID } from "node:crypto";

export interface Organization {
  id: string;
  name: string;
  slug: string;
}

export interface Member {
  email: string;
  role: "owner" | "editor" | "viewer";
}

/** What the platform service offers. */
export interface PlatformApi {
  createOrganization(name: string, owner: string): Promise<Organization>;
  getOrganization(id: string): Promise<Organization>;
  invite(organization: string, email: string): Promise<Member>;
  listMembers(organization: string): Promise<Member[]>;
}

export class PlatformError extends Error {
  constructor(
    readonly code: "not_found" | "already_exists" | "invalid_argument",
    message: string,
  ) {
    super(message);
  }
}

/** The part of a URL that names an organization. */
export function slugOf(name: string): string {
  const slug = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
  if (!slug) {
    throw new PlatformError("invalid_argument", `"${name}" has no letter or digit`);
  }
  return slug;
}

export function newOrganization(name: string): Organization {
  return { id: randomUUID(), name, slug: slugOf(name) };
}
