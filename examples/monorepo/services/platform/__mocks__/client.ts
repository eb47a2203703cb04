import {
  type Member,
  newOrganization,
  type Organization,
  type PlatformApi,
  PlatformError,
} from "../src/organizations";

/** A platform service in memory. */
export class MockPlatformClient implements PlatformApi {
  private readonly organizations = new Map<string, Organization>();
  private readonly members = new Map<string, Member[]>();

  async createOrganization(name: string, owner: string): Promise<Organization> {
    const organization = newOrganization(name);
    this.organizations.set(organization.id, organization);
    this.members.set(organization.id, [{ email: owner, role: "owner" }]);
    return organization;
  }

  async getOrganization(id: string): Promise<Organization> {
    const organization = this.organizations.get(id);
    if (!organization) {
      throw new PlatformError("not_found", `no organization ${id}`);
    }
    return organization;
  }

  async invite(organization: string, email: string): Promise<Member> {
    const members = await this.membersOf(organization);
    if (members.some((member) => member.email === email)) {
      throw new PlatformError("already_exists", `${email} is a member already`);
    }
    const member: Member = { email, role: "viewer" };
    members.push(member);
    return member;
  }

  async listMembers(organization: string): Promise<Member[]> {
    return [...(await this.membersOf(organization))];
  }

  private async membersOf(organization: string): Promise<Member[]> {
    const { id } = await this.getOrganization(organization);
    return this.members.get(id) ?? [];
  }
}
