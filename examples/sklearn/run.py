"""Any classifier of scikit-learn as a contestant, preprocessed as the original
benchmark did. Parameters: family is the class, arguments are its own, preprocessing
is standard or none."""
import inspect
import json
import os
import sys
import time

try:
    import numpy as np
    from sklearn.preprocessing import StandardScaler
    from sklearn.utils import all_estimators
except ImportError as missing:
    print(missing)
    sys.exit(77)  # not installed: skipped, not failed


def read_idx(path):
    raw = np.fromfile(path, np.uint8)
    dims = raw[4:4 + 4 * raw[3]].view(">u4")
    return raw[4 + 4 * raw[3]:].reshape(dims)


def write_idx(path, labels):
    with open(path, "wb") as f:
        f.write(bytes([0, 0, 8, 1]) + len(labels).to_bytes(4, "big") + labels.astype(np.uint8).tobytes())


def classifier(family, arguments, seed, threads):
    families = dict(all_estimators(type_filter="classifier"))
    if family not in families:
        sys.exit(f"scikit-learn has no classifier {family}")
    known = inspect.signature(families[family]).parameters
    given = {"random_state": seed, "n_jobs": threads}
    return families[family](**{k: v for k, v in given.items() if k in known} | arguments)


env = os.environ
parameters = json.loads(env["FMNIST_PARAMETERS"])
train, test = (read_idx(env[f"FMNIST_{which}_IMAGES"]) for which in ("TRAIN", "TEST"))
x, y = train.reshape(len(train), -1).astype(float), read_idx(env["FMNIST_TRAIN_LABELS"])
z = test.reshape(len(test), -1).astype(float)
if parameters["preprocessing"] == "standard":
    scaler = StandardScaler().fit(x)
    x, z = scaler.transform(x), scaler.transform(z)

model = classifier(parameters["family"], parameters["arguments"], int(env["FMNIST_SEED"]), int(env["FMNIST_THREADS"]))
begin = time.monotonic()
model.fit(x, y)
fitted = time.monotonic()
predictions = model.predict(z)
done = time.monotonic()

write_idx(env["FMNIST_PREDICTIONS"], predictions)
with open(env["FMNIST_REPORT"], "w") as f:
    json.dump({"fit_seconds": fitted - begin, "predict_seconds": done - fitted}, f)
