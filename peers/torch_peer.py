"""PyTorch as a peer, see peer.py: the network two_conv of ConvNetClassifier,
trained in the same way.

It is called as it was found to be fastest: images by channels last, the
optimiser's steps over all arrays at once, maxima before rectification, which
gives the same numbers for less work. Pixels are scaled by mean and deviation of
all of them, outside the times, into float32.
"""

import numpy as np
import torch
from torch import nn

from peer import read, serve

# ConvNetClassifier's own, where a request does not say.
DEFAULTS = {
    "architecture": "two_conv", "epochs": 6, "batch_size": 128,
    "learning_rate": 0.05, "momentum": 0.9, "weight_decay": 5e-4,
}


class Data:
    """The scaled images of a folder."""

    def __init__(self, folder):
        train, self.labels = read(folder, "train")
        test, self.test_labels = read(folder, "t10k")
        mean, deviation = train.mean(), train.std()
        self.train = ((train - mean) / deviation).astype(np.float32)
        self.test = ((test - mean) / deviation).astype(np.float32)


def two_conv(side, classes):
    """The network, its weights drawn as ConvNetClassifier draws them."""
    net = nn.Sequential(
        nn.Conv2d(1, 32, 5, padding=2), nn.MaxPool2d(2), nn.ReLU(),
        nn.Conv2d(32, 64, 5, padding=2), nn.MaxPool2d(2), nn.ReLU(), nn.Flatten(),
        nn.Linear(64 * (side // 4) ** 2, 1024), nn.ReLU(), nn.Dropout(0.4), nn.Linear(1024, classes))
    for layer in net:
        if hasattr(layer, "weight"):
            nn.init.kaiming_normal_(layer.weight, nonlinearity="linear" if layer is net[-1] else "relu")
            nn.init.zeros_(layer.bias)
    return net.to(memory_format=torch.channels_last)


def one_cycle(t):
    """The learning rate at a share t of the training, of the highest."""
    return 0.04 + 0.96 * t / 0.25 if t < 0.25 else 0.001 + 0.999 * (1 - t) / 0.75


class ConvNetClassifier:
    """Stochastic gradient descent with Nesterov's momentum."""

    def __init__(self, parameters, seed):
        unknown = set(parameters) - set(DEFAULTS)
        if unknown:
            raise ValueError("no such parameters here: %s" % ", ".join(sorted(unknown)))
        self.p, self.seed = dict(DEFAULTS, **parameters), seed
        if self.p["architecture"] != "two_conv":
            raise ValueError("only two_conv, not %s" % self.p["architecture"])

    def images(self, rows):
        return torch.from_numpy(rows).view(len(rows), 1, self.side, self.side)

    def fit(self, train, labels):
        torch.manual_seed(self.seed)
        self.side = round(train.shape[1] ** 0.5)
        images, labels = self.images(train), torch.from_numpy(labels.astype(np.int64))
        self.net = two_conv(self.side, int(labels.max()) + 1).train()
        decays = [p for p in self.net.parameters() if p.dim() > 1]
        others = [p for p in self.net.parameters() if p.dim() == 1]
        optimizer = torch.optim.SGD(
            [{"params": decays, "weight_decay": self.p["weight_decay"]}, {"params": others}],
            lr=self.p["learning_rate"], momentum=self.p["momentum"], nesterov=True, foreach=True)
        loss, batch = nn.CrossEntropyLoss(), self.p["batch_size"]
        steps, step = self.p["epochs"] * (len(labels) // batch), 0
        for _ in range(self.p["epochs"]):
            order = torch.randperm(len(labels))
            for rows in order[:len(order) // batch * batch].split(batch):
                for group in optimizer.param_groups:
                    group["lr"] = self.p["learning_rate"] * one_cycle((step + 0.5) / steps)
                optimizer.zero_grad(set_to_none=True)
                loss(self.net(images[rows].to(memory_format=torch.channels_last)), labels[rows]).backward()
                optimizer.step()
                step += 1

    def predict(self, test):
        self.net.eval()
        with torch.no_grad():
            return np.concatenate([self.net(batch).argmax(1).numpy() for batch in self.images(test).split(1000)])


def classifier(name, parameters, seed):
    return {"ConvNetClassifier": ConvNetClassifier}[name](parameters, seed)


if __name__ == "__main__":
    serve("PyTorch " + torch.__version__, Data, classifier)
