"""Gets Fashion-MNIST from a mirror as torchvision does, which checks MD5, and as
Keras does; both have to be the same.

Usage: mirror.py ADDRESS FOLDER
"""
import gzip
import hashlib
import os
import sys
import urllib.request

import numpy as np
import torchvision

address, root = sys.argv[1:]
FashionMNIST = torchvision.datasets.FashionMNIST
FashionMNIST.mirrors = [address]
torch = [FashionMNIST(root, train=train, download=True) for train in (True, False)]
print()
print("torchvision", *[len(d) for d in torch])

# keras.datasets.fashion_mnist.load_data, with the checksum that get_file takes.
paths = []
for (name, md5) in FashionMNIST.resources:
    path = os.path.join(root, name)
    urllib.request.urlretrieve(address + name, path)
    with open(path, "rb") as f:
        assert hashlib.md5(f.read()).hexdigest() == md5, name
    paths.append(path)
keras = []
for images, labels in (paths[:2], paths[2:]):
    with gzip.open(labels, "rb") as f:
        y = np.frombuffer(f.read(), np.uint8, offset=8)
    with gzip.open(images, "rb") as f:
        keras.append((np.frombuffer(f.read(), np.uint8, offset=16).reshape(len(y), 28, 28), y))
for d, (x, y) in zip(torch, keras):
    assert (d.data.numpy() == x).all() and (d.targets.numpy() == y).all()
print("keras", *[len(y) for _, y in keras])
