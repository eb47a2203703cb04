export const base = { mock: process.env.INTEGRATION_MODE !== 'cluster' };
