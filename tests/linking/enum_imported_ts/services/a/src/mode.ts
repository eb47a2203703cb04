export enum Mode { Repo = 'repo', Cluster = 'cluster' }
export const current = (): Mode => process.env.INTEGRATION_MODE as Mode;
