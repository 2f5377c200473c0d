export interface ResolvedCallSettings {}
