const cloud = process.env.INTEGRATION_MODE === "cluster";

export function isCloud() {
  if (!cloud) {
    return false;
  }
  return true;
}
if (isCloud()) serve(); // <- branch

export async function maySupport(plan: { status: string; size: number }) {
  if (!cloud) { // <- branch
    return plan.status === "active";
  }
  const enough = plan.size > 1;
  return enough && plan.status === "paid";
}
export async function useSupport(plan: { status: string; size: number }) {
  if (await maySupport(plan)) serve();
}

export async function hasSso(load: () => Promise<{ sso: boolean; saml: boolean }>) {
  if (cloud) { // <- branch
    return false;
  }
  const features = await load();
  if (!features) return false;
  return features.sso && features.saml;
}

export function isQuiet() {
  const raw = process.env.INTEGRATION_MODE;
  if (!raw) return true;
  const lower = raw.toLowerCase();
  return lower !== "cluster";
}
if (isQuiet()) serve(); // <- branch

export const visible = (plan: { kind: string }) => (cloud ? plan.kind === "hobby" : true); // <- branch
export const hobby = (plan: { kind: string }) => cloud && plan.kind === "hobby";
if (hobby({ kind: "hobby" })) serve(); // <- branch

export function shouldNotify(seen: boolean) {
  if (seen) {
    if (cloud) { // <- branch
      console.info("would have been left out");
    } else {
      console.info("left out");
      return false;
    }
  }
  return true;
}
declare function serve(): void;
