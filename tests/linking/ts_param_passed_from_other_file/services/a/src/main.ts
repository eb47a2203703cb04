import { send } from './send';
send({ fake: process.env.INTEGRATION_MODE !== 'cluster' });
