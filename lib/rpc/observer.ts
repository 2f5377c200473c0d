export interface Observer {}
