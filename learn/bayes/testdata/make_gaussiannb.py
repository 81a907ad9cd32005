"""Writes gaussiannb.json: what scikit-learn's GaussianNB makes of 40 small images.

Run with Debian's python3-sklearn (1.2.1); the JSON is committed.
"""
import json
import numpy as np
import sklearn
from sklearn.naive_bayes import GaussianNB
from sklearn.preprocessing import StandardScaler

rng = np.random.default_rng(3)
labels = rng.integers(0, 3, 40)
pixels = rng.integers(0, 256, (40, 6))
pixels[:, 0] = 17                       # constant everywhere
pixels[labels == 1, 1] = 200            # constant within a class
pixels[:, 2] = np.clip(pixels[:, 2] // 4 + 60 * labels, 0, 255)
test = rng.integers(0, 256, (60, 6))
test[:, 0] = 17
test[::2, 1] = 200

cases = []
for scaled in (False, True):
    scaler = StandardScaler().fit(pixels)
    x, xt = (scaler.transform(pixels), scaler.transform(test)) if scaled else (pixels, test)
    for priors in (None, [0.2, 0.3, 0.5]):
        for smoothing in (1e-9, 0.1):
            model = GaussianNB(priors=priors, var_smoothing=smoothing).fit(x, labels)
            cases.append({"scaled": scaled, "priors": priors, "var_smoothing": smoothing,
                          "predictions": model.predict(xt).tolist()})
json.dump({"sklearn": sklearn.__version__, "features": 6, "classes": 3, "train": pixels.flatten().tolist(),
           "labels": labels.tolist(), "test": test.flatten().tolist(), "cases": cases}, open("gaussiannb.json", "w"))
