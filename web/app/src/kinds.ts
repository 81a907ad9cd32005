// The kinds of classifiers, each with a colour and a shape of its own. Colours
// are those of Okabe and Ito, which the colour-blind tell apart; no two kinds
// of the same shape have colours that are close.

export interface Kind {
  title: string;
  colour: string;
  symbol: "circle" | "square" | "triangle" | "diamond" | "star" | "cross" | "wye";
}

export const kinds: Record<string, Kind> = {
  linear: { title: "Linear models", colour: "#0072b2", symbol: "circle" },
  svm: { title: "Support vector machines", colour: "#d55e00", symbol: "diamond" },
  neighbors: { title: "Nearest neighbours", colour: "#009e73", symbol: "square" },
  tree: { title: "Single trees", colour: "#e69f00", symbol: "triangle" },
  ensemble: { title: "Forests", colour: "#d55e00", symbol: "triangle" },
  boosting: { title: "Boosting", colour: "#cc79a7", symbol: "star" },
  neural: { title: "Neural networks", colour: "#56b4e9", symbol: "wye" },
  bayes: { title: "Naive Bayes", colour: "#0072b2", symbol: "cross" },
  gaussianprocess: { title: "Gaussian processes", colour: "#cc79a7", symbol: "circle" },
};

export const other: Kind = { title: "Other programs", colour: "#808080", symbol: "square" };

export const kindOf = (name: string): Kind => kinds[name] ?? { ...other, title: name || other.title };
