"""Writes kneighbors.json: what scikit-learn's KNeighborsClassifier makes of small images.

Run with Debian's python3-sklearn (1.2.1); the JSON is committed. The first set
has bytes of all sizes, the second few values, so that distances tie, and test
images that are among the training images. Which of equally near images
scikit-learn takes depends on its heap, and for p = 2 on rounding, so labels
that depend on it are stored as 255.
"""
import json
import numpy as np
import sklearn
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler

rng = np.random.default_rng(5)


def spread():
    labels = rng.integers(0, 4, 60)
    pixels = np.clip(40 * labels[:, None] + rng.integers(0, 136, (60, 9)), 0, 255)
    return pixels, labels, np.clip(rng.integers(0, 256, (40, 9)), 0, 255)


def ties():
    labels = rng.integers(0, 4, 60)
    pixels = rng.integers(0, 3, (60, 8)) * 100
    return pixels, labels, np.concatenate([pixels[::2], rng.integers(0, 3, (10, 8)) * 100])


sets = []
for name, make in (("spread", spread), ("ties", ties)):
    pixels, labels, test = make()
    cases = []
    for scaled in (False, True):
        scaler = StandardScaler().fit(pixels)
        x, xt = (scaler.transform(pixels), scaler.transform(test)) if scaled else (pixels.astype(float), test.astype(float))
        for p in (1, 2):
            for k in (1, 2, 5, 9, 60):
                for weights in ("uniform", "distance"):
                    model = KNeighborsClassifier(n_neighbors=k, weights=weights, p=p, algorithm="brute").fit(x, labels)
                    distances, _ = model.kneighbors(xt, n_neighbors=min(k + 1, 60))
                    tied = np.isclose(distances[:, -1], distances[:, -2]) & (k < 60)
                    cases.append({"scaled": scaled, "n_neighbors": k, "weights": weights, "p": p,
                                  "distances": distances[:, :k].flatten().tolist() if k == 5 else [],
                                  "predictions": np.where(tied, 255, model.predict(xt)).tolist()})
    sets.append({"name": name, "features": pixels.shape[1], "classes": 4, "train": pixels.flatten().tolist(),
                 "labels": labels.tolist(), "test": test.flatten().tolist(), "cases": cases})
json.dump({"sklearn": sklearn.__version__, "sets": sets}, open("kneighbors.json", "w"))
