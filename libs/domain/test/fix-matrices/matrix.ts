/** A matrix of FIX Volume 4: an order's script, in the form of `order-script.ts`. */
export interface Matrix {
  title: string;
  script: string;
}

export interface MatrixGroup {
  group: string;
  matrices: readonly Matrix[];
}
