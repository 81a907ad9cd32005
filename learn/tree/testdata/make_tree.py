"""Writes tree.json: what scikit-learn's DecisionTreeClassifier makes of small images.

Splits of equal worth are settled at random there as here, so only data on which
ten seeds of scikit-learn agree are kept. Run with Debian's python3-sklearn (1.2.1).
"""
import json
import numpy as np
import sklearn
from sklearn.tree import DecisionTreeClassifier

cases = []
seed = 0
while len(cases) < 12:
    seed += 1
    rng = np.random.default_rng(seed)
    n, d, k = int(rng.integers(20, 60)), 4, int(rng.integers(2, 4))
    labels = rng.integers(0, k, n)
    centres = rng.integers(40, 200, (k, d))
    pixels = np.clip(centres[labels] + rng.normal(0, 18, (n, d)), 0, 255).astype(int)
    test = rng.integers(0, 256, (100, d))
    parameters = {"criterion": ["gini", "entropy"][len(cases) % 2], "max_depth": [None, 2, 3][len(cases) % 3],
                  "min_samples_leaf": [1, 1, 3, 1][len(cases) % 4]}
    answers = [DecisionTreeClassifier(random_state=s, **parameters).fit(pixels, labels).predict(test).tolist() for s in range(10)]
    if all(a == answers[0] for a in answers):
        cases.append({"features": d, "classes": k, "train": pixels.flatten().tolist(), "labels": labels.tolist(),
                      "test": test.flatten().tolist(), "parameters": parameters, "predictions": answers[0]})
json.dump({"sklearn": sklearn.__version__, "cases": cases}, open("tree.json", "w"))
