module.exports = { isMock: process.env.INTEGRATION_MODE !== 'cluster' };
