"""How many images a second PyTorch trains the network two_conv on, on the CPU.

python3 two_conv.py [THREADS [BATCH [STEPS]]]; Debian's package is python3-torch.
"""
import sys
import time

import torch
from torch import nn

threads, batch, steps = [int(v) for v in sys.argv[1:]] + [2, 128, 20][len(sys.argv) - 1:]
torch.set_num_threads(threads)
torch.manual_seed(0)
net = nn.Sequential(
    nn.Conv2d(1, 32, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
    nn.Conv2d(32, 64, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
    nn.Linear(3136, 1024), nn.ReLU(), nn.Dropout(0.4), nn.Linear(1024, 10),
).to(memory_format=torch.channels_last)  # the faster layout here
optimiser = torch.optim.SGD(net.parameters(), lr=0.01, momentum=0.9, nesterov=True, weight_decay=5e-4)
images, labels = torch.randn(batch, 1, 28, 28), torch.randint(0, 10, (batch,))
for step in range(5 + steps):
    if step == 5:
        start = time.monotonic()
    optimiser.zero_grad()
    nn.functional.cross_entropy(net(images), labels).backward()
    optimiser.step()
print("%.0f images/s" % (batch * steps / (time.monotonic() - start)))
