#!/usr/bin/env python3
"""Records scikit-learn's accuracies for parity_test.go.

    record.py DATA_DIR [--only REGEXP] [--out FILE]

DATA_DIR is a folder of the four raw IDX files of Fashion-MNIST. Every
contestant below is fitted on the first training images in the file's order,
10,000 unless it says otherwise, and scored on all test images; with the seeds
0 to 4 where a seed matters. Entries of other contestants in FILE are kept, so
that it can be made in pieces.
"""

import argparse
import json
import os
import re
import sys

import sklearn

from peer import measure
from sklearn_peer import Data, classifier

HERE = os.path.dirname(os.path.abspath(__file__))


def entry(name, seeded=False, train=10000, sklearn_parameter=None, **parameter):
    """A contestant: the parameters of ours, and those that scikit-learn gets
    besides or instead."""
    return {
        "name": name,
        "parameter": parameter,
        "sklearn_parameter": sklearn_parameter or {},
        "train": train,
        "seeds": [0, 1, 2, 3, 4] if seeded else [0],
    }


CONTESTANTS = [
    entry("GaussianNB", priors=[0.1] * 10),
    entry("GaussianNB"),
    entry("KNeighborsClassifier", n_neighbors=1, weights="uniform", p=2),
    entry("KNeighborsClassifier", n_neighbors=5, weights="uniform", p=2),
    entry("KNeighborsClassifier", n_neighbors=9, weights="distance", p=2),
    entry("KNeighborsClassifier", n_neighbors=5, weights="uniform", p=1),
    entry("KNeighborsClassifier", n_neighbors=9, weights="distance", p=1),
    entry("DecisionTreeClassifier", True, criterion="gini", splitter="best", max_depth=100),
    entry("DecisionTreeClassifier", True, criterion="entropy", splitter="best", max_depth=10),
    entry("DecisionTreeClassifier", True, criterion="gini", splitter="random", max_depth=50),
    entry("ExtraTreeClassifier", True, criterion="gini", splitter="best", max_depth=10),
    entry("ExtraTreeClassifier", True, criterion="entropy", splitter="random", max_depth=50),
    entry("RandomForestClassifier", True, criterion="gini", n_estimators=10, max_depth=100, sklearn_parameter={"n_jobs": -1}),
    entry("RandomForestClassifier", True, criterion="entropy", n_estimators=10, max_depth=10, sklearn_parameter={"n_jobs": -1}),
    entry("ExtraTreesClassifier", True, n_estimators=10, sklearn_parameter={"n_jobs": -1}),
    entry("SGDClassifier", True, loss="hinge", penalty="l2", sklearn_parameter={"n_jobs": -1}),
    entry("SGDClassifier", True, loss="log", penalty="l1", sklearn_parameter={"loss": "log_loss", "n_jobs": -1}),
    entry("SGDClassifier", True, loss="modified_huber", penalty="elasticnet", sklearn_parameter={"n_jobs": -1}),
    entry("Perceptron", True, penalty="l1", sklearn_parameter={"n_jobs": -1}),
    entry("Perceptron", True, penalty="l2", sklearn_parameter={"n_jobs": -1}),
    entry("PassiveAggressiveClassifier", True, C=1.0, sklearn_parameter={"n_jobs": -1}),
    entry("PassiveAggressiveClassifier", True, C=100.0, sklearn_parameter={"n_jobs": -1}),
    entry("LogisticRegression", penalty="l2", C=1.0, multi_class="multinomial"),
    entry("LogisticRegression", penalty="l2", C=1.0, multi_class="ovr"),
    entry("LogisticRegression", penalty="l1", C=1.0, multi_class="ovr", sklearn_parameter={"solver": "liblinear"}),
    entry("LinearSVC", loss="squared_hinge", penalty="l2", C=1.0, multi_class="ovr"),
    entry("LinearSVC", loss="hinge", penalty="l2", C=1.0, multi_class="ovr"),
    entry("LinearSVC", C=1.0, multi_class="crammer_singer", train=2000),
    entry("LinearSVC", C=100.0, multi_class="crammer_singer", train=2000),
    entry("MLPClassifier", True, activation="relu", hidden_layer_sizes=[100]),
    entry("MLPClassifier", True, activation="tanh", hidden_layer_sizes=[10]),
    entry("SVC", C=10.0, kernel="rbf", sklearn_parameter={"cache_size": 1000}),
    entry("SVC", C=1.0, kernel="linear", sklearn_parameter={"cache_size": 1000}),
    entry("SVC", C=10.0, kernel="poly", sklearn_parameter={"cache_size": 1000}),
    entry("SVC", C=1.0, kernel="sigmoid", sklearn_parameter={"cache_size": 1000}),
    entry("GradientBoostingClassifier", loss="deviance", n_estimators=10, max_depth=3, sklearn_parameter={"loss": "log_loss"}),
    entry("HistGradientBoostingClassifier", max_iter=20),
    entry("GaussianProcessClassifier", multi_class="one_vs_rest", train=1000),
    entry("GaussianProcessClassifier", multi_class="one_vs_one", train=1000),
]


def identity(e):
    return "%s %s %d" % (e["name"], json.dumps(e["parameter"], sort_keys=True), e["train"])


def record(e, data):
    """The entry with its accuracies, one a seed, and what was doubtful."""
    e, parameters = dict(e), {**e["parameter"], **e["sklearn_parameter"]}
    results = [
        measure(classifier(e["name"], parameters, seed), data.train, data.labels, data.test, data.test_labels)
        for seed in e["seeds"]
    ]
    e["accuracies"] = [r["accuracy"] for r in results]
    e["warnings"] = sorted({w for r in results for w in r["warnings"]})
    seconds = sum(r["fit_seconds"] + r["predict_seconds"] for r in results)
    print("%s: %s in %.1f s %s" % (identity(e), e["accuracies"], seconds, e["warnings"]), file=sys.stderr, flush=True)
    return e


def write(path, entries):
    order = [identity(e) for e in CONTESTANTS]
    known = sorted((e for e in entries.values() if identity(e) in order), key=lambda e: order.index(identity(e)))
    with open(path, "w") as f:
        f.write('{"sklearn": %s, "entries": [\n' % json.dumps(sklearn.__version__))
        f.write(",\n".join("  " + json.dumps(e) for e in known))
        f.write("\n]}\n")


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("dir")
    arguments.add_argument("--only", default="")
    arguments.add_argument("--out", default=os.path.join(HERE, "testdata", "sklearn-10k.json"))
    options = arguments.parse_args()
    entries = {}
    if os.path.exists(options.out):
        with open(options.out) as f:
            entries = {identity(e): e for e in json.load(f)["entries"]}
    data = {}
    for e in CONTESTANTS:
        if re.search(options.only, identity(e)):
            if e["train"] not in data:
                data[e["train"]] = Data(options.dir, e["train"])
            entries[identity(e)] = record(e, data[e["train"]])
            write(options.out, entries)


if __name__ == "__main__":
    main()
