const env = require('./env');
module.exports = function run() {
  if (env.isMock) return 1; // <- ITM101
  return 2;
};
