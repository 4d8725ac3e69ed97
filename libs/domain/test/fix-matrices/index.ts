import { GROUP_A_B } from './group-a-b';
import { GROUP_C_D } from './group-c-d';
import { GROUP_E_I } from './group-e-i';
import { GROUP_J_L } from './group-j-l';

export const FIX_MATRICES = [...GROUP_A_B, ...GROUP_C_D, ...GROUP_E_I, ...GROUP_J_L];
