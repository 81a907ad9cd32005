#!/usr/bin/env python3
"""Writes fashion.json: scikit-learn 1.2.1's accuracies on all test images of
Fashion-MNIST after training on the first 3000 training images.

Run as: /usr/bin/python3 make_fashion.py DATA_DIR > fashion.json
where DATA_DIR holds the four IDX files, not compressed.
"""
import json
import sys
import warnings

import numpy as np
from sklearn.linear_model import (LogisticRegression, PassiveAggressiveClassifier, Perceptron,
                                  SGDClassifier)
from sklearn.preprocessing import StandardScaler
from sklearn.svm import LinearSVC

warnings.simplefilter("ignore")
TRAIN = 3000


def read(name, offset, width):
    with open(sys.argv[1] + "/" + name, "rb") as f:
        return np.frombuffer(f.read(), np.uint8, offset=offset).reshape(-1, width)


def cases():
    for loss in ["hinge", "squared_hinge", "perceptron", "log_loss", "modified_huber"]:
        for penalty in ["l1", "l2", "elasticnet"]:
            yield "SGDClassifier", dict(loss=loss, penalty=penalty), {}, 5
    for penalty in ["l1", "l2", "elasticnet"]:
        yield "Perceptron", dict(penalty=penalty), {}, 5
    for c in [1.0, 100.0]:
        yield "PassiveAggressiveClassifier", dict(C=c), {}, 5
        for multi_class in ["ovr", "multinomial"]:
            yield "LogisticRegression", dict(C=c, multi_class=multi_class), {}, 1
        yield "LogisticRegression", dict(C=c, penalty="l1", multi_class="ovr"), dict(solver="liblinear"), 1
        for loss in ["hinge", "squared_hinge"]:
            yield "LinearSVC", dict(C=c, loss=loss), {}, 1
        yield "LinearSVC", dict(C=c, multi_class="crammer_singer"), {}, 1
        yield "LinearSVC", dict(C=c, penalty="l1"), dict(dual=False), 1
    yield "LogisticRegression", dict(penalty="l1", multi_class="multinomial"), dict(solver="saga"), 1


def main():
    train, labels = read("train-images-idx3-ubyte", 16, 784)[:TRAIN], read("train-labels-idx1-ubyte", 8, 1)[:TRAIN, 0]
    test, truth = read("t10k-images-idx3-ubyte", 16, 784), read("t10k-labels-idx1-ubyte", 8, 1)[:, 0]
    scaler = StandardScaler().fit(train)
    train, test = scaler.transform(train), scaler.transform(test)
    lines = []
    for name, parameters, extra, seeds in cases():
        accuracies = [globals()[name](**parameters, **extra, random_state=seed).fit(train, labels).score(test, truth)
                      for seed in range(seeds)]
        lines.append(json.dumps({"name": name, "parameters": parameters, "accuracies": accuracies}))
        print(lines[-1], file=sys.stderr, flush=True)
    print("[" + ",\n".join(lines) + "]")


main()
