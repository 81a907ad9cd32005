"""What the peers in Python have in common: fits, asked for over standard input
and output.

One line of JSON a request:

    {"name": ..., "parameter": {...}, "seed": 0, "dir": ..., "order": ...}

dir is a folder of the four raw IDX files; order is a file of little-endian
int32, the order of the training images (without it: the files' own). The
answer is one line of JSON with predictions' accuracy, the seconds of fit and
of predict, and warnings; or with an error. The first line of all says the
versions. Reading, scaling and ordering are outside the times.
"""

import gc
import json
import os
import queue
import sys
import threading
import time
import warnings

import numpy as np


def read(folder, split, limit=None):
    """Pixels, an image a row, and labels of train or t10k."""
    labels = np.fromfile(os.path.join(folder, split + "-labels-idx1-ubyte"), dtype=np.uint8)[8:]
    pixels = np.fromfile(os.path.join(folder, split + "-images-idx3-ubyte"), dtype=np.uint8)[16:]
    return pixels.reshape(len(labels), -1)[:limit], labels[:limit]


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
    """Answers requests; keeps the last data and their last order.

    data(folder) has train, labels, test and test_labels, a row an image;
    classifier(name, parameters, seed) has fit and predict.
    """

    def __init__(self, data, classifier):
        self.make_data, self.classifier = data, classifier
        self.folder = self.order = self.data = self.train = self.labels = None

    def load(self, folder, order):
        if folder != self.folder:
            self.data = self.train = None  # before the next are made: they are large
            self.data, self.folder, self.order = self.make_data(folder), folder, None
        if order != self.order or self.train is None:
            rows = np.fromfile(order, dtype="<i4") if order else np.arange(len(self.data.labels))
            self.train = None
            self.train, self.labels, self.order = self.data.train[rows], self.data.labels[rows], order

    def answer(self, request):
        try:
            c = self.classifier(request["name"], request["parameter"], request["seed"])
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


def serve(version, data, classifier):
    """Answers requests until there are no more."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what a library prints is not an answer
    print(json.dumps({"version": version}), file=answers, flush=True)
    peer = Peer(data, classifier)
    for request in requests():
        print(json.dumps(peer.answer(request)), file=answers, flush=True)
