"""Writes mlp.json: what scikit-learn's MLPClassifier does on small cases.

    python3 make_mlp.py > mlp.json        (scikit-learn 1.2.1)

Each case holds the bytes, the initial weights that scikit-learn drew, the
weights after one epoch, and the loss of every epoch until it stopped.
"""
import json
import warnings

import numpy as np
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import StandardScaler

warnings.filterwarnings("ignore")


class Recording(MLPClassifier):
    """Keeps the initial weights."""

    def _initialize(self, y, layer_units, dtype):
        super()._initialize(y, layer_units, dtype)
        self.initial_ = weights(self)


def weights(m):
    return [np.vstack([w, b]).tolist() for w, b in zip(m.coefs_, m.intercepts_)]


def case(seed, n, features, classes, **parameters):
    r = np.random.RandomState(seed)
    centres = r.randint(60, 180, (classes, features))
    y = r.randint(0, classes, n)
    x = np.clip(centres[y] + r.randint(-60, 61, (n, features)), 0, 255).astype(np.uint8)
    scaled = StandardScaler().fit_transform(x.astype(float))
    parameters = dict(shuffle=False, random_state=seed, **parameters)
    once = Recording(**{**parameters, "max_iter": 1}).fit(scaled, y)
    whole = Recording(**parameters).fit(scaled, y)
    del parameters["random_state"]
    parameters["hidden_layer_sizes"] = list(parameters["hidden_layer_sizes"])
    return {
        "parameters": parameters,
        "features": features,
        "classes": classes,
        "pixels": x.ravel().tolist(),
        "labels": y.tolist(),
        "initial": once.initial_,
        "after_one_epoch": weights(once),
        "loss_curve": whole.loss_curve_,
        "converged": whole.n_iter_ < whole.max_iter,
        "predictions": whole.predict(scaled).tolist(),
    }


cases = [
    case(1, 50, 12, 3, hidden_layer_sizes=(5,), batch_size=15, max_iter=30),
    case(2, 40, 9, 4, hidden_layer_sizes=(17, 6), activation="tanh", batch_size=40, alpha=0.5, max_iter=30),
    case(3, 45, 20, 3, hidden_layer_sizes=(8, 16), activation="logistic", learning_rate_init=0.01, max_iter=30),
    case(4, 60, 10, 3, hidden_layer_sizes=(6,), activation="identity", batch_size=7, learning_rate_init=0.05, tol=1e-3, max_iter=500),
    case(5, 60, 10, 3, hidden_layer_sizes=(), batch_size=20, beta_1=0.5, beta_2=0.9, epsilon=1e-3, learning_rate_init=0.05, tol=1e-2, n_iter_no_change=3, max_iter=300),
]
print(json.dumps(cases))
