"""Writes gp.json: what scikit-learn's GaussianProcessClassifier does exactly.

    python3 make_gp.py > gp.json        (scikit-learn 1.2.1)

Each case holds training and test bytes, the labels that scikit-learn gives,
and of each binary problem the probabilities and the log marginal likelihood.
"""
import json

import numpy as np
from sklearn.gaussian_process import GaussianProcessClassifier
from sklearn.gaussian_process.kernels import RBF, ConstantKernel
from sklearn.preprocessing import StandardScaler


def case(seed, n, features, classes, multi_class, constant, length):
    r = np.random.RandomState(seed)
    centres = r.randint(60, 180, (classes, features))
    y = r.randint(0, classes, 2 * n)
    x = np.clip(centres[y] + r.randint(-120, 121, (2 * n, features)), 0, 255).astype(np.uint8)
    scaler = StandardScaler().fit(x[:n].astype(float))
    train, test = scaler.transform(x[:n].astype(float)), scaler.transform(x[n:].astype(float))
    kernel = ConstantKernel(constant, "fixed") * RBF(length, "fixed")
    g = GaussianProcessClassifier(kernel, multi_class=multi_class).fit(train, y[:n])
    binary = [g.base_estimator_] if classes == 2 else g.base_estimator_.estimators_
    return {
        "parameters": {
            "multi_class": multi_class,
            "kernel": {"constant_value": constant, "length_scale": length},
        },
        "features": features,
        "classes": classes,
        "train": x[:n].ravel().tolist(),
        "labels": y[:n].tolist(),
        "test": x[n:].ravel().tolist(),
        "predictions": g.predict(test).tolist(),
        "probabilities": [getattr(b, "estimator", b).predict_proba(test)[:, 1].tolist() for b in binary],
        "marginal": [getattr(b, "estimator", b).log_marginal_likelihood_value_ for b in binary],
    }


cases = [
    case(1, 20, 4, 2, "one_vs_rest", 1.0, 1.0),
    case(2, 30, 6, 3, "one_vs_rest", 1.0, 1.0),
    case(3, 40, 6, 3, "one_vs_rest", 50.0, 2.5),
    case(4, 40, 6, 4, "one_vs_one", 10.0, 2.0),
    case(5, 60, 8, 4, "one_vs_one", 1.0, 1.0),
    case(6, 130, 10, 3, "one_vs_rest", 100.0, 4.0),
]
print(json.dumps(cases))
