import { EnvFlags } from './config';
import { Svc } from './svc';
new Svc(new EnvFlags()).run();
