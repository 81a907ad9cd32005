#!/usr/bin/env python3
"""Writes sklearn.json: small data and what scikit-learn 1.2.1 learns from it.

Run as: /usr/bin/python3 make_sklearn.py > sklearn.json
"""
import json
import warnings

import numpy as np
from sklearn.linear_model import (LogisticRegression, PassiveAggressiveClassifier, Perceptron,
                                  SGDClassifier)
from sklearn.preprocessing import StandardScaler
from sklearn.svm import LinearSVC

warnings.simplefilter("ignore")


def data(classes):
    """60 overlapping images of 11 pixels: one constant, one mostly zero."""
    random = np.random.RandomState(classes)
    labels = random.randint(classes, size=60)
    centres = random.randint(60, 190, size=(classes, 11))
    pixels = np.clip(centres[labels] + 45 * random.randn(60, 11), 0, 255).astype(np.uint8)
    pixels[:, 3] = 7
    pixels[:, 8] *= random.rand(60) < 0.2
    return pixels, labels


def numbers(array):
    return [float("%.9g" % v) for v in np.ravel(array)]


def cases():
    exact = dict(tol=1e-10, max_iter=200000)
    for penalty, solver in [("l2", "lbfgs"), ("l1", "saga")]:
        for multi_class in ["ovr", "multinomial"]:
            for c in [0.1, 3.0]:
                yield ("LogisticRegression", dict(penalty=penalty, C=c, multi_class=multi_class),
                       dict(exact, solver=solver))
    yield "LogisticRegression", dict(C=0.1, fit_intercept=False), exact
    for c in [0.01, 0.3]:
        for loss in ["hinge", "squared_hinge"]:
            yield "LinearSVC", dict(penalty="l2", loss=loss, C=c), exact
        yield "LinearSVC", dict(penalty="l2", loss="squared_hinge", C=c, dual=False), exact
        yield "LinearSVC", dict(penalty="l1", loss="squared_hinge", C=c), dict(exact, dual=False)
        yield "LinearSVC", dict(C=c, multi_class="crammer_singer"), exact
    yield "LinearSVC", dict(loss="hinge", C=0.1, fit_intercept=False), exact
    yield "LinearSVC", dict(loss="hinge", C=0.1, intercept_scaling=5.0), exact

    # Few epochs: after many, some step has been decided by a last digit.
    ordered, few = dict(shuffle=False), dict(max_iter=4)
    for penalty in ["l2", "l1", "elasticnet", None]:
        for loss in ["hinge", "perceptron", "log_loss"]:
            yield "SGDClassifier", dict(few, penalty=penalty, loss=loss, alpha=0.01), ordered
        for loss in ["squared_hinge", "modified_huber"]:
            # Optimal steps overshoot these parabolas so far that a last digit soon becomes the first.
            small = dict(learning_rate="constant", eta0=0.005)
            yield "SGDClassifier", dict(few, penalty=penalty, loss=loss, alpha=0.05, **small), ordered
        yield "Perceptron", dict(few, penalty=penalty, alpha=0.001), ordered
    yield "SGDClassifier", dict(few, learning_rate="constant", eta0=0.01), ordered
    yield "SGDClassifier", dict(few, learning_rate="invscaling", eta0=0.1, power_t=0.25), ordered
    yield "SGDClassifier", dict(loss="log_loss", alpha=0.1), ordered
    yield "SGDClassifier", dict(fit_intercept=False, n_iter_no_change=1, alpha=0.1, tol=0.02), ordered
    yield "Perceptron", dict(few, eta0=0.5), ordered
    for c in [0.001, 1.0]:
        for loss in ["hinge", "squared_hinge"]:
            yield "PassiveAggressiveClassifier", dict(few, C=c, loss=loss), ordered


def main():
    out = {"sets": [], "cases": []}
    for number, classes in enumerate([3, 2]):
        pixels, labels = data(classes)
        out["sets"].append({"classes": classes, "features": 11, "pixels": pixels.ravel().tolist(),
                            "labels": labels.tolist()})
        scaled = StandardScaler().fit_transform(pixels)
        for name, parameters, extra in cases():
            if classes == 2 and name == "LogisticRegression" and parameters.get("multi_class") == "multinomial":
                continue
            c = globals()[name](**parameters, **extra).fit(scaled, labels)
            out["cases"].append({"set": number, "name": name, "parameters": parameters,
                                 "coef": numbers(c.coef_), "intercept": numbers(c.intercept_),
                                 "predictions": c.predict(scaled).tolist()})
    print(json.dumps(out, separators=(",", ":")).replace('{"set"', '\n{"set"'))


main()
