"""Does with scikit-learn and umap-learn what package embed does. On its standard
input come lines "pca", "tsne" and "umap", the latter two of the test images; to
each it answers with a line of JSON. The arguments are the files of training
images and of test images, and where to write the places, float32 pairs."""

import json
import sys
import time

import numpy as np
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE


def images(path):
    return np.fromfile(path, dtype=np.uint8)[16:].reshape(-1, 784)


train, test, places = sys.argv[1:]


def pca():
    pixels = np.concatenate([images(train), images(test)]).astype(np.float32) / 255
    began = time.perf_counter()
    pca = PCA(50, svd_solver="randomized", random_state=0)
    pca.fit_transform(pixels)
    return time.perf_counter() - began, pca.explained_variance_ratio_.sum()


def embed(method):
    pixels = images(test).astype(np.float32) / 255
    began = time.perf_counter()
    points = PCA(50, svd_solver="randomized", random_state=0).fit_transform(pixels)
    plane = method.fit_transform(points)
    seconds = time.perf_counter() - began
    plane.astype(np.float32).tofile(places)
    return seconds, getattr(method, "kl_divergence_", 0)


def tsne():
    return embed(TSNE(perplexity=30, init="pca", learning_rate="auto", n_jobs=-1, random_state=0))


def umap():
    from umap import UMAP

    return embed(UMAP(n_neighbors=15, min_dist=0.1))


for line in sys.stdin:
    seconds, figure = {"pca": pca, "tsne": tsne, "umap": umap}[line.strip()]()
    print(json.dumps({"seconds": seconds, "figure": float(figure)}), flush=True)
