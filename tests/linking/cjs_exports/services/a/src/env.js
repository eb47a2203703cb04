exports.isMock = process.env.INTEGRATION_MODE !== 'cluster';
module.exports.other = 1;
