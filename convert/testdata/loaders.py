"""Reads a data set in one of its forms, as programs in Python do.

Usage: loaders.py LOADER FOLDER. Prints a line for the training and one for the
test split: how many images, their shape, SHA-256 of pixels and of labels.
"""
import gzip
import hashlib
import os
import sys

import numpy as np


def say(images, labels):
    images = np.ascontiguousarray(images, dtype=np.uint8)
    labels = np.ascontiguousarray(labels, dtype=np.uint8)
    images = images.reshape(len(labels), 28, 28)
    print(len(labels), "%dx%d" % images.shape[1:],
          hashlib.sha256(images.tobytes()).hexdigest(), hashlib.sha256(labels.tobytes()).hexdigest())


def load_mnist(path, kind="train"):
    """What mnist_reader of the original repository promises: n x 784 and n."""
    with gzip.open(os.path.join(path, kind + "-labels-idx1-ubyte.gz")) as f:
        labels = np.frombuffer(f.read(), dtype=np.uint8, offset=8)
    with gzip.open(os.path.join(path, kind + "-images-idx3-ubyte.gz")) as f:
        images = np.frombuffer(f.read(), dtype=np.uint8, offset=16)
    return images.reshape(len(labels), 784), labels


def mnist_reader(root):
    for kind in "train", "t10k":
        say(*load_mnist(os.path.join(root, "idx"), kind))


def npz(root):
    with np.load(os.path.join(root, "npz.npz"), allow_pickle=False) as f:
        assert sorted(f.files) == ["x_test", "x_train", "y_test", "y_train"], f.files
        assert f["x_train"].dtype == np.uint8 and f["x_train"].shape[1:] == (28, 28)
        say(f["x_train"], f["y_train"])
        say(f["x_test"], f["y_test"])


def csv(root):
    for split in "train", "test":
        table = np.loadtxt(os.path.join(root, "csv", "clothes_%s.csv" % split), delimiter=",", skiprows=1, dtype=int)
        say(table[:, 1:], table[:, 0])


def sklearn(root):
    from sklearn.datasets import load_svmlight_file
    from sklearn.neighbors import KNeighborsClassifier
    for suffix in "", ".t":
        images, labels = load_svmlight_file(os.path.join(root, "libsvm", "clothes" + suffix), n_features=784)
        say(images.toarray(), labels)
    images, labels = load_mnist(os.path.join(root, "idx"))
    assert KNeighborsClassifier(1).fit(images, labels).score(images, labels) == 1


def torchvision(root):
    from torchvision.datasets import FashionMNIST, ImageFolder
    from torchvision.transforms.functional import pil_to_tensor
    for train in True, False:
        d = FashionMNIST(root, train=train, download=False)
        say(d.data.numpy(), d.targets.numpy())
    for split in "train", "test":
        d = ImageFolder(os.path.join(root, "png", split))
        # Sorted by class; the names of the files have the order of the data set.
        order = sorted(range(len(d)), key=lambda i: os.path.basename(d.samples[i][0]))
        say([pil_to_tensor(d[i][0]).numpy()[0] for i in order], [d[i][1] for i in order])


globals()[sys.argv[1]](sys.argv[2])
