import { connectTransport } from "@ameide/sdk";
import type { Member, Organization, PlatformApi } from "./organizations";

/** A client of the deployed service. */
export function createPlatformClient(baseUrl: string): PlatformApi {
  const call = connectTransport(baseUrl, "ameide.platform.v1.PlatformService");
  return {
    createOrganization: async (name, owner) =>
      (await call("CreateOrganization", { name, owner })) as Organization,
    getOrganization: async (id) => (await call("GetOrganization", { id })) as Organization,
    invite: async (organization, email) =>
      (await call("Invite", { organization, email })) as Member,
    listMembers: async (organization) => {
      const response = (await call("ListMembers", { organization })) as { members: Member[] };
      return response.members;
    },
  };
}
