"""scikit-learn, asked for fits over standard input and output.

One line of JSON a request:

    {"name": ..., "parameter": {...}, "seed": 0, "dir": ..., "order": ...}

dir is a folder of the four raw IDX files; order is a file of little-endian
int32, the order of the training images (without it: the files' own). The
answer is one line of JSON with predictions' accuracy, the seconds of fit and
of predict, and warnings; or with an error. The first line of all says the
versions.

Pixels are standardised by the training images, as StandardScaler does it, into
float64 in C order. That, like reading and ordering, is outside the times.
"""

import gc
import importlib
import json
import os
import queue
import sys
import threading
import time
import warnings

import numpy as np
import sklearn
from sklearn.preprocessing import StandardScaler
from threadpoolctl import threadpool_info

MODULES = {
    "DecisionTreeClassifier": "tree",
    "ExtraTreeClassifier": "tree",
    "ExtraTreesClassifier": "ensemble",
    "GaussianNB": "naive_bayes",
    "GaussianProcessClassifier": "gaussian_process",
    "GradientBoostingClassifier": "ensemble",
    "HistGradientBoostingClassifier": "ensemble",
    "KNeighborsClassifier": "neighbors",
    "LinearSVC": "svm",
    "LogisticRegression": "linear_model",
    "MLPClassifier": "neural_network",
    "PassiveAggressiveClassifier": "linear_model",
    "Perceptron": "linear_model",
    "RandomForestClassifier": "ensemble",
    "SGDClassifier": "linear_model",
    "SVC": "svm",
}


def classifier(name, parameters, seed):
    """The classifier of that name, with the seed where it takes one."""
    module = importlib.import_module("sklearn." + MODULES[name])
    c = getattr(module, name)(**parameters)
    if "random_state" in c.get_params():
        c.set_params(random_state=seed)
    return c


def blas():
    """The library of linear algebra, and for which processor it runs."""
    libraries = [p for p in threadpool_info() if p["user_api"] == "blas"]
    return "".join(", %s %s for %s" % (p["internal_api"], p["version"], p.get("architecture")) for p in libraries)


def read(folder, split, limit=None):
    """Pixels, an image a row, and labels of train or t10k."""
    labels = np.fromfile(os.path.join(folder, split + "-labels-idx1-ubyte"), dtype=np.uint8)[8:]
    pixels = np.fromfile(os.path.join(folder, split + "-images-idx3-ubyte"), dtype=np.uint8)[16:]
    return pixels.reshape(len(labels), -1)[:limit], labels[:limit]


class Data:
    """The standardised matrices of a folder."""

    def __init__(self, folder, limit=None):
        train, self.labels = read(folder, "train", limit)
        test, self.test_labels = read(folder, "t10k")
        scaler = StandardScaler().fit(train.astype(np.float64))
        self.train = np.ascontiguousarray(scaler.transform(train.astype(np.float64)))
        self.test = np.ascontiguousarray(scaler.transform(test.astype(np.float64)))


def measure(c, train, labels, test, test_labels):
    """Fits and predicts; only that is timed."""
    gc.collect()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        start = time.perf_counter()
        c.fit(train, labels)
        fitted = time.perf_counter()
        predicted = c.predict(test)
        done = time.perf_counter()
    doubts = {str(w.message).splitlines()[0] for w in caught if not issubclass(w.category, FutureWarning)}
    return {
        "accuracy": float(np.mean(predicted == test_labels)),
        "fit_seconds": fitted - start,
        "predict_seconds": done - fitted,
        "warnings": sorted(doubts),
    }


class Peer:
    """Answers requests; keeps the last data and their last order."""

    def __init__(self):
        self.folder = self.order = self.data = self.train = self.labels = None

    def load(self, folder, order):
        if folder != self.folder:
            self.data = self.train = None  # before the next are made: they are large
            self.data, self.folder, self.order = Data(folder), folder, None
        if order != self.order or self.train is None:
            rows = np.fromfile(order, dtype="<i4") if order else np.arange(len(self.data.labels))
            self.train = None
            self.train, self.labels, self.order = self.data.train[rows], self.data.labels[rows], order

    def answer(self, request):
        try:
            c = classifier(request["name"], request["parameter"], request["seed"])
            self.load(request["dir"], request.get("order"))
            return measure(c, self.train, self.labels, self.data.test, self.data.test_labels)
        except Exception as e:  # whatever it is, the other side makes it a row
            text = str(e).strip().splitlines()
            return {"error": type(e).__name__ + ": " + (text[0] if text else "")}


def requests():
    """The lines of standard input. When they end, so does the process, in the
    middle of a fit or not: nobody waits for it any more."""
    lines = queue.SimpleQueue()

    def listen():
        for line in sys.stdin:
            lines.put(line)
        os._exit(0)

    threading.Thread(target=listen, daemon=True).start()
    while True:
        yield json.loads(lines.get())


def main():
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what a library prints is not an answer
    version = "scikit-learn %s, numpy %s%s" % (sklearn.__version__, np.__version__, blas())
    print(json.dumps({"version": version}), file=answers, flush=True)
    peer = Peer()
    for request in requests():
        print(json.dumps(peer.answer(request)), file=answers, flush=True)


if __name__ == "__main__":
    main()
