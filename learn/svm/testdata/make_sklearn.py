#!/usr/bin/python3
"""Writes sklearn.json: what scikit-learn's SVC finds on small data sets.

Run it in this folder with scikit-learn 1.2.1 (Debian's python3-sklearn).
"""
import itertools
import json

import numpy as np
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC


def objective(svc, x, y):
    """The dual objective of a machine of two classes, as LIBSVM counts it."""
    b = svc.dual_coef_[0]
    v = x[svc.support_]
    kernel = {
        "linear": lambda: v @ v.T,
        "rbf": lambda: np.exp(-svc._gamma * ((v[:, None] - v[None]) ** 2).sum(2)),
        "poly": lambda: (svc._gamma * v @ v.T) ** 3,
        "sigmoid": lambda: np.tanh(svc._gamma * v @ v.T),
    }[svc.kernel]()
    return 0.5 * b @ kernel @ b - np.abs(b).sum()


def made(random, n, features, classes):
    y = np.arange(n) % classes
    x = random.integers(0, 160, (n, features)) + 40 * (np.arange(features)[None] % classes == y[:, None])
    return x.astype(np.uint8), y


random = np.random.default_rng(1)
sets, cases = [], []
for n, features, classes in [(20, 4, 2), (20, 6, 3), (120, 10, 4)]:
    pixels, labels = made(random, n, features, classes)
    x = StandardScaler().fit_transform(pixels.astype(float))
    # The sigmoid is not positive definite: on a larger set there are several solutions.
    for kernel in ["linear", "rbf", "poly", "sigmoid"][: 4 if n == 20 else 3]:
        for c in [1.0, 10.0]:
            for gamma in ["scale", "auto"]:
                whole = SVC(C=c, kernel=kernel, gamma=gamma, tol=1e-6).fit(x, labels)
                machines = []
                for a, b in itertools.combinations(range(classes), 2):
                    of = (labels == a) | (labels == b)
                    g = whole._gamma  # of the whole set, as in its machines
                    pair = SVC(C=c, kernel=kernel, gamma=g, tol=1e-6).fit(x[of], labels[of])
                    machines.append({"objective": objective(pair, x[of], labels[of]), "vectors": len(pair.support_)})
                cases.append({
                    "set": len(sets),
                    "parameters": {"C": c, "kernel": kernel, "gamma": gamma, "tol": 1e-6},
                    "predictions": whole.predict(x).tolist(),
                    "machines": machines,
                })
    sets.append({"features": features, "classes": classes, "pixels": pixels.ravel().tolist(), "labels": labels.tolist()})

with open("sklearn.json", "w") as f:
    json.dump({"sets": sets, "cases": cases}, f)
    f.write("\n")
