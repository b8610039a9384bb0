"""The same network, split and training in PyTorch: what the sample's accuracy is measured against.

    python3 pytorch_baseline.py [--epochs 80] [--rate 0.006] [--decay 0.01] [--seeds 5]

Plain SGD on one sequence at a time, E = sum over the 8 steps of the cross entropy, the rate falling in a straight line
to 0, the weights shrunk once an epoch. Only the random numbers differ from Program.cs.
"""

import argparse
import gzip
import time
from pathlib import Path

import torch

N, H, K, T = 8, 32, 10, 8


def load():
    """The digits and their labels; every fifth digit of each class is held out."""
    data = gzip.decompress((Path(__file__).parent / "Data" / "digits.gz").read_bytes())
    records = torch.frombuffer(bytearray(data), dtype=torch.uint8).reshape(-1, T * N + 1)
    pixels = records[:, :-1].float().reshape(-1, T, N) / 16
    labels = records[:, -1].long()
    seen, held_out = [0] * K, []
    for label in labels.tolist():
        held_out.append(seen[label] % 5 == 4)
        seen[label] += 1
    test = torch.tensor(held_out)
    return (pixels[~test], labels[~test]), (pixels[test], labels[test])


def train(seed, epochs, rate, decay, training):
    torch.manual_seed(seed)
    rnn, read_out = torch.nn.RNN(N, H), torch.nn.Linear(H, K)
    parameters = [*rnn.parameters(), *read_out.parameters()]
    optimiser = torch.optim.SGD(parameters, lr=rate)
    loss = torch.nn.CrossEntropyLoss(reduction="sum")
    x, labels = training
    for epoch in range(epochs):
        rate_now = optimiser.param_groups[0]["lr"] = rate * (1 - epoch / epochs)
        for i in torch.randperm(len(x)).tolist():
            optimiser.zero_grad()
            hidden, _ = rnn(x[i])
            loss(read_out(hidden), labels[i].expand(T)).backward()
            optimiser.step()
        with torch.no_grad():
            for weight in (rnn.weight_ih_l0, rnn.weight_hh_l0, read_out.weight):
                weight *= (1 - decay * rate_now) ** len(x)
    return rnn, read_out


def accuracy_by_step(rnn, read_out, test):
    x, labels = test
    with torch.no_grad():
        hidden, _ = rnn(x.transpose(0, 1))
        return (read_out(hidden).argmax(-1) == labels).float().mean(1)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--epochs", type=int, default=80)
    parser.add_argument("--rate", type=float, default=0.006)
    parser.add_argument("--decay", type=float, default=0.01)
    parser.add_argument("--seeds", type=int, default=5)
    options = parser.parse_args()

    torch.set_num_threads(1)
    training, test = load()
    print(f"PyTorch {torch.__version__}: {len(training[0])} digits to learn, {len(test[0])} held out")
    last = []
    for seed in range(1, options.seeds + 1):
        started = time.perf_counter()
        model = train(seed, options.epochs, options.rate, options.decay, training)
        speed = options.epochs * len(training[0]) / (time.perf_counter() - started)
        steps = accuracy_by_step(*model, test)
        last.append(steps[-1].item())
        print(f"seed {seed}: " + " ".join(f"{step:.1%}" for step in steps) + f"  ({speed:,.0f} sequences/s)", flush=True)
    print(f"last step: mean {sum(last) / len(last):.2%}, lowest {min(last):.2%}, highest {max(last):.2%}")


if __name__ == "__main__":
    main()
