export default { mock: process.env.INTEGRATION_MODE !== 'cluster' };
