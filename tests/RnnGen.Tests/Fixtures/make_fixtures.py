"""Writes the fixtures elman-N-H-K-T.json: the network computed by PyTorch in float64.

Run with Debian's Python, which finds python3-torch (1.13):

    /usr/bin/python3 make_fixtures.py

Matrices are flattened row after row. Numbers are written with repr, which
gives back the same float64 when it is read.
"""

import json
import pathlib

import torch
from torch import nn

SHAPES = [(1, 1, 2, 1), (3, 5, 4, 7), (8, 32, 10, 8), (5, 9, 3, 31)]
LEARNING_RATE = 0.05
SGD_STEPS = 10


class Elman(nn.Module):
    def __init__(self, N, H, K):
        super().__init__()
        self.rnn = nn.RNN(N, H, nonlinearity="tanh", dtype=torch.float64)
        self.head = nn.Linear(H, K, dtype=torch.float64)

    def forward(self, x):
        h, _ = self.rnn(x)  # no initial state is passed: h[0] = 0
        return h, self.head(h)

    def parameters_by_name(self):
        return {
            "Wx": self.rnn.weight_ih_l0,
            "Bx": self.rnn.bias_ih_l0,
            "Wh": self.rnn.weight_hh_l0,
            "Bh": self.rnn.bias_hh_l0,
            "Wy": self.head.weight,
            "By": self.head.bias,
        }


def loss(y, labels):
    return nn.functional.cross_entropy(y, labels, reduction="sum")


def error_at_preactivation(net, x, labels):
    """e[t] = dE/dz[t]. nn.RNN keeps z to itself, so a second network gets H further inputs u[t], which enter z[t]
    through the identity matrix; at u = 0 it is the same network, and dE/du[t] = dE/dz[t]."""
    N, H = net.rnn.input_size, net.rnn.hidden_size
    twin = Elman(N + H, H, net.head.out_features)
    with torch.no_grad():
        for name, parameter in twin.parameters_by_name().items():
            value = net.parameters_by_name()[name]
            if name == "Wx":
                value = torch.cat([value, torch.eye(H, dtype=torch.float64)], dim=1)
            parameter.copy_(value)
    u = torch.zeros(x.shape[0], H, dtype=torch.float64, requires_grad=True)
    _, y = twin(torch.cat([x, u], dim=1))
    loss(y, labels).backward()
    return u.grad


def flat(tensor):
    return tensor.detach().reshape(-1).tolist()


def fixture(N, H, K, T, seed):
    torch.manual_seed(seed)
    net = Elman(N, H, K)
    x = torch.randn(T, N, dtype=torch.float64)
    labels = torch.randint(0, K, (T,))

    result = {"N": N, "H": H, "K": K, "T": T, "LearningRate": LEARNING_RATE, "SgdSteps": SGD_STEPS}
    result["x"] = flat(x)
    result["labels"] = labels.tolist()
    result["Parameters"] = {name: flat(value) for name, value in net.parameters_by_name().items()}

    h, y = net(x)
    E = loss(y, labels)
    E.backward()
    result["h"] = flat(h)
    result["p"] = flat(torch.softmax(y, dim=1))
    result["e"] = flat(error_at_preactivation(net, x, labels))
    result["E"] = E.item()
    result["Gradient"] = {name: flat(value.grad) for name, value in net.parameters_by_name().items()}

    optimiser = torch.optim.SGD(net.parameters(), lr=LEARNING_RATE)
    losses = []
    for _ in range(SGD_STEPS):
        optimiser.zero_grad()
        E = loss(net(x)[1], labels)
        E.backward()
        optimiser.step()
        losses.append(E.item())
    result["Losses"] = losses
    result["Trained"] = {name: flat(value) for name, value in net.parameters_by_name().items()}
    return result


def main():
    folder = pathlib.Path(__file__).parent
    for seed, shape in enumerate(SHAPES):
        name = "elman-" + "-".join(str(size) for size in shape) + ".json"
        text = json.dumps(fixture(*shape, seed), separators=(",", ":"))
        (folder / name).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
