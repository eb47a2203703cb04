import { createClients, OWNER } from "./helpers";

describe("organizations", () => {
  const { platform } = createClients();

  it("creates an organization with its owner", async () => {
    const created = await platform.createOrganization("Café Müller", OWNER);

    expect(created.slug).toBe("cafe-muller");
    expect(await platform.getOrganization(created.id)).toEqual(created);
    expect(await platform.listMembers(created.id)).toEqual([{ email: OWNER, role: "owner" }]);
  });

  it("invites a member once", async () => {
    const { id } = await platform.createOrganization("Acme", OWNER);

    expect(await platform.invite(id, "bob@ameide.test")).toEqual({
      email: "bob@ameide.test",
      role: "viewer",
    });
    await expect(platform.invite(id, "bob@ameide.test")).rejects.toMatchObject({
      code: "already_exists",
    });
  });

  it("refuses a name without letters", async () => {
    await expect(platform.createOrganization("***", OWNER)).rejects.toMatchObject({
      code: "invalid_argument",
    });
  });
});
