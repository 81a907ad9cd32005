"""scikit-learn as a peer, see peer.py.

Pixels are standardised by the training images, as StandardScaler does it, into
float64 in C order.
"""

import importlib

import numpy as np
import sklearn
from sklearn.preprocessing import StandardScaler
from threadpoolctl import threadpool_info

from peer import read, serve

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


class Data:
    """The standardised matrices of a folder."""

    def __init__(self, folder, limit=None):
        train, self.labels = read(folder, "train", limit)
        test, self.test_labels = read(folder, "t10k")
        scaler = StandardScaler().fit(train.astype(np.float64))
        self.train = np.ascontiguousarray(scaler.transform(train.astype(np.float64)))
        self.test = np.ascontiguousarray(scaler.transform(test.astype(np.float64)))


if __name__ == "__main__":
    serve("scikit-learn %s, numpy %s%s" % (sklearn.__version__, np.__version__, blas()), Data, classifier)
