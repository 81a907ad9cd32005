"""Writes boosting.json: what scikit-learn's gradient boosting makes of small images.

Run with Debian's python3-sklearn (1.2.1); the JSON is committed. Splits that
are equally good are drawn in scikit-learn, so the cases of
GradientBoostingClassifier are kept only where ten seeds agree on all scores,
and those of HistGradientBoostingClassifier, which takes the first of equally
good features, where ten orders of the features do.
"""
import json
import numpy as np
import sklearn
from sklearn.ensemble import GradientBoostingClassifier, HistGradientBoostingClassifier


def scores(model, x):
    return model.decision_function(x).reshape(len(x), -1)


def gradient_cases(rng):
    cases = []
    while len(cases) < 12:
        classes = 2 + len(cases) % 3
        train = rng.integers(0, 256, (20, 4))
        labels = np.concatenate([np.arange(classes), rng.integers(0, classes, 20 - classes)])
        test = rng.integers(0, 256, (15, 4))
        parameter = {"n_estimators": int(rng.integers(1, 4)), "max_depth": int(rng.integers(1, 4)),
                     "min_samples_leaf": int(rng.integers(1, 4)), "learning_rate": 0.3}
        made = [scores(GradientBoostingClassifier(random_state=s, **parameter).fit(train, labels), test) for s in range(10)]
        if all(np.allclose(made[0], m, rtol=0, atol=1e-9) for m in made):
            cases.append(case("GradientBoostingClassifier", parameter, train, labels, test, made[0]))
    return cases


def hist_cases(rng):
    cases = []
    kinds = [(2, 4, 2, 0.0), (3, 5, 5, 0.5), (4, 31, 20, 0.0), (2, 31, 20, 1.0), (3, 8, 10, 0.0)]
    while len(cases) < len(kinds):
        classes, leaves, leaf, l2 = kinds[len(cases)]
        train = rng.integers(0, 256, (150, 5))
        labels = (train[:, 0] * classes // 256 + (rng.random(150) < 0.2)) % classes
        test = rng.integers(0, 256, (30, 5))
        parameter = {"max_iter": 3, "max_leaf_nodes": leaves, "min_samples_leaf": leaf, "l2_regularization": l2}
        made = []
        for _ in range(10):
            order = rng.permutation(5)
            model = HistGradientBoostingClassifier(early_stopping=False, **parameter).fit(train[:, order], labels)
            made.append(scores(model, test[:, order]))
        if all(np.allclose(made[0], m, rtol=0, atol=1e-6) for m in made):
            cases.append(case("HistGradientBoostingClassifier", parameter, train, labels, test, made[0]))
    return cases


def case(name, parameter, train, labels, test, made):
    return {"name": name, "parameter": parameter, "features": train.shape[1], "classes": int(labels.max()) + 1,
            "train": train.flatten().tolist(), "labels": labels.tolist(), "test": test.flatten().tolist(),
            "scores": np.round(made, 12).flatten().tolist()}


rng = np.random.default_rng(5)
json.dump({"sklearn": sklearn.__version__, "cases": gradient_cases(rng) + hist_cases(rng)}, open("boosting.json", "w"))
