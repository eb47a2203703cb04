const config = { flags: { mock: process.env.INTEGRATION_MODE !== 'cluster' } };
export default config;
