import { cookies } from "next/headers";

export interface Session {
  user: string;
  organization: string;
}

/** The session of the current request, if its visitor is signed in. */
export async function currentSession(): Promise<Session | undefined> {
  const cookie = (await cookies()).get("session");
  if (!cookie) {
    return undefined;
  }
  const [user, organization] = cookie.value.split("@");
  return user && organization ? { user, organization } : undefined;
}
