"""numpy and torch with one thread; the argument is which, 'autograd' after torch leaves out steps by hand. The same protocol and data as the other contestants."""

import json
import math
import os
import sys
import time

which = sys.argv[1]
by_autograd = "autograd" in sys.argv
import numpy as np
from factorizations import factor

if which == "torch":
    import torch

    torch.set_num_threads(1)

SEEDS = {"a": 1, "b": 2, "x": 3, "y": 4, "weights": 10}
CHECK_STEPS = 3


def hashed(length, seed):
    """data.ts: hash."""
    with np.errstate(over="ignore"):
        h = np.arange(length, dtype=np.uint32) * np.uint32(0x9E3779B1)
        h += np.uint32((seed * 0x85EBCA6B) & 0xFFFFFFFF)
        h ^= h >> np.uint32(16)
        h *= np.uint32(0x85EBCA6B)
        h ^= h >> np.uint32(13)
        h *= np.uint32(0xC2B2AE35)
        h ^= h >> np.uint32(16)
    return h


def fill(shape, seed, dtype, scale=1.0):
    values = hashed(int(np.prod(shape)), seed)
    return ((values / 2.0**31 - 1) * scale).astype(dtype).reshape(shape)


def sample(values):
    values = np.asarray(values).reshape(-1)
    at = [(((i + 1) * 0x9E3779B1) & 0xFFFFFFFF) % values.size for i in range(64)]
    return [float(values[i]) for i in at]


def moments_of(values):
    values = np.asarray(values, dtype=np.float64).reshape(-1)
    square = values * values
    return [float(values.mean()), float(square.mean()), float((square * square).mean() / 3)]


def timer(run):
    def seconds(calls):
        start = time.perf_counter()
        for _ in range(calls):
            run()
        return time.perf_counter() - start

    return seconds


def fastest(ways):
    best = [math.inf] * len(ways)
    for turn in range(4):
        for i, way in enumerate(ways):
            seconds = way["time"](1)
            if turn > 0:
                best[i] = min(best[i], seconds)
    return ways[best.index(min(best))]


def gemm(work):
    m, n, k, dtype = work["m"], work["n"], work["k"], work["dtype"]
    ta, tb = work["transposes"] == "TN", work["transposes"] == "NT"
    a = fill((k, m) if ta else (m, k), SEEDS["a"], dtype)
    b = fill((n, k) if tb else (k, n), SEEDS["b"], dtype)
    out = np.empty((m, n), dtype)
    if which == "torch":
        a, b, out = torch.from_numpy(a), torch.from_numpy(b), torch.from_numpy(out)
        left, right = a.t() if ta else a, b.t() if tb else b
        run = lambda: torch.mm(left, right, out=out)
    else:
        left, right = a.T if ta else a, b.T if tb else b
        run = lambda: np.matmul(left, right, out=out)

    def check():
        run()
        return sample(out)

    return {"time": timer(run), "check": check}


def gram(work):
    n, k = work["n"], work["k"]
    a = fill((n, k), SEEDS["a"], work["dtype"])
    out = np.empty((n, n), work["dtype"])
    if which == "torch":
        a, out = torch.from_numpy(a), torch.from_numpy(out)
        run = lambda: torch.mm(a, a.t(), out=out)
    else:
        run = lambda: np.matmul(a, a.T, out=out)

    def check():
        run()
        return sample(out)

    return {"time": timer(run), "check": check}


def read(work):
    x = (hashed(work["entries"], SEEDS["a"]) / 2.0**32).astype("float32")
    half = work["entries"] // 2
    if which == "torch":
        x = torch.from_numpy(x)
    dot = torch.dot if which == "torch" else np.dot
    left, right = x[:half], x[half:]
    return {"time": timer(lambda: dot(left, right)), "check": lambda: [float(dot(left, right))]}


def step(work):
    if which != "torch":
        return step_numpy(work)
    inputs, hidden, width, outputs = work["inputs"], work["hidden"], work["width"], work["outputs"]
    samples = work["samples"]
    batch = work.get("batch", samples)
    rate = 1 / width
    x = torch.from_numpy(fill((samples, inputs), SEEDS["x"], "float32"))
    y = torch.from_numpy(fill((samples, outputs), SEEDS["y"], "float32"))

    def initial():
        made = []
        for l in range(hidden + 1):
            cols = inputs if l == 0 else width
            rows = outputs if l == hidden else width
            w = fill((rows, cols), SEEDS["weights"] + l, "float32", math.sqrt(3 / cols))
            made.append(torch.from_numpy(w))
        return made

    def batches():
        if batch == samples:
            while True:
                yield x, y
        while True:
            order = torch.randperm(samples)
            for at in range(0, samples - batch + 1, batch):
                rows = order[at : at + batch]
                yield x[rows], y[rows]

    def in_order():
        for at in range(0, CHECK_STEPS * batch, batch):
            rows = slice(at % samples, at % samples + batch)
            yield x[rows], y[rows]

    def by_hand(w, data):
        bx, by = next(data)
        h = [bx]
        for layer in w:
            h.append(h[-1] @ layer.t())
        back = h[-1].sub_(by).mul_(1 / batch)
        for l in range(hidden, -1, -1):
            previous = back @ w[l] if l > 0 else None
            w[l].addmm_(back.t(), h[l], alpha=-rate)
            back = previous

    def autograd(w, data):
        bx, by = next(data)
        h = bx
        for layer in w:
            h = h @ layer.t()
        loss = (h - by).square().sum() * (0.5 / batch)
        loss.backward()
        with torch.no_grad():
            for layer in w:
                layer.sub_(layer.grad, alpha=rate)
                layer.grad = None

    def linear(w):
        model = torch.nn.Sequential(*[torch.nn.Linear(v.shape[1], v.shape[0], bias=False) for v in w])
        with torch.no_grad():
            for module, v in zip(model, w):
                module.weight.copy_(v)
        optimizer = torch.optim.SGD(model.parameters(), lr=rate)

        def run(_, data):
            bx, by = next(data)
            optimizer.zero_grad(set_to_none=True)
            loss = torch.nn.functional.mse_loss(model(bx), by, reduction="sum") * (0.5 / batch)
            loss.backward()
            optimizer.step()

        return run, [module.weight for module in model]

    def predictor(w):
        with torch.no_grad():
            product = w[0]
            for layer in w[1:]:
                product = layer @ product
            return product.numpy().copy()

    def way(note, data):
        w = initial()
        run = by_hand
        if note == "autograd":
            run = autograd
            w = [v.requires_grad_() for v in w]
        if note == "nn.Linear, optim.SGD":
            run, w = linear(w)
        def check():
            before = predictor(initial())
            fresh = way(note, in_order())
            fresh["time"](CHECK_STEPS)
            return sample(predictor(fresh["weights"]) - before)

        return {"time": timer(lambda: run(w, data)), "check": check, "note": note, "weights": w}

    # A step of a second or more is by matrix products alone, and the least memory is best.
    if samples * width > 1e7:
        if by_autograd:
            return None
        return way("by hand, in place", batches())
    notes = ["autograd", "nn.Linear, optim.SGD"] + ([] if by_autograd else ["by hand, in place"])
    return fastest([way(note, batches()) for note in notes])


def step_numpy(work):
    inputs, hidden, width, outputs = work["inputs"], work["hidden"], work["width"], work["outputs"]
    samples = work["samples"]
    if "batch" in work or samples > 2048:
        return None
    x = fill((samples, inputs), SEEDS["x"], "float32")
    y = fill((samples, outputs), SEEDS["y"], "float32")
    rate = np.float32(1 / width / samples)

    def initial():
        made = []
        for l in range(hidden + 1):
            cols = inputs if l == 0 else width
            rows = outputs if l == hidden else width
            made.append(fill((rows, cols), SEEDS["weights"] + l, "float32", math.sqrt(3 / cols)))
        return made

    def once(w):
        h = [x]
        for layer in w:
            h.append(h[-1] @ layer.T)
        back = h[-1] - y
        back *= rate
        for l in range(hidden, -1, -1):
            previous = back @ w[l] if l > 0 else None
            w[l] -= back.T @ h[l]
            back = previous

    def predictor(w):
        product = w[0]
        for layer in w[1:]:
            product = layer @ product
        return product

    def check():
        fresh = initial()
        before = predictor(fresh)
        for _ in range(CHECK_STEPS):
            once(fresh)
        return sample(predictor(fresh) - before)

    w = initial()
    return {"time": timer(lambda: once(w)), "check": check, "note": "by hand"}


def normals(work):
    count, dtype = work["count"], work["dtype"]
    if which == "torch":
        kind = getattr(torch, dtype)
        out = torch.empty(count, dtype=kind)

        def check():
            return moments_of(torch.randn(count, dtype=kind).numpy())

        return fastest(
            [
                {"time": timer(lambda: torch.randn(count, dtype=kind)), "check": check, "note": "torch.randn"},
                {"time": timer(lambda: torch.randn(count, dtype=kind, out=out)), "check": check, "note": "torch.randn, out="},
                {"time": timer(lambda: out.normal_()), "check": check, "note": "normal_ in place"},
            ]
        )
    generator = np.random.default_rng(1)
    out = np.empty(count, dtype)
    run = lambda: generator.standard_normal(out=out, dtype=dtype)

    def check():
        run()
        return moments_of(out)

    return {"time": timer(run), "check": check, "note": "Generator, out="}


def moments(work):
    samples, inputs, outputs = work["samples"], work["inputs"], work["outputs"]
    x = (hashed(samples * inputs, SEEDS["x"]) >> np.uint32(24)).astype(np.uint8).reshape(samples, inputs)
    y = fill((samples, outputs), SEEDS["y"], "float64")
    rows = 5000
    if which == "torch":
        x, y = torch.from_numpy(x), torch.from_numpy(y)

    def run():
        sxx, syx = 0, 0
        for at in range(0, samples, rows):
            part = x[at : at + rows]
            part = part.double() if which == "torch" else part.astype(np.float64)
            transposed = part.t() if which == "torch" else part.T
            targets = y[at : at + rows]
            sxx = sxx + transposed @ part
            syx = syx + (targets.t() if which == "torch" else targets.T) @ part
        return sxx / samples, syx / samples

    def check():
        sxx, syx = run()
        return sample(sxx) + sample(syx)

    return {"time": timer(run), "check": check, "note": "5,000 rows at a time"}


KINDS = {"gemm": gemm, "gram": gram, "read": read, "step": step, "normals": normals, "moments": moments}
if which == "numpy":
    KINDS["factor"] = lambda work: factor(work, fill, SEEDS, timer, sample)


def samples_of(entry, seconds):
    """serve.ts: samples."""
    out, spent = [], 0.0
    while spent < seconds:
        took = entry["time"](entry["calls"])
        spent += took
        if took >= seconds / 8:
            out.append(took / entry["calls"])
        else:
            spent -= took / 2
        entry["calls"] = max(1, round(entry["calls"] * seconds / 4 / max(took, 1e-6)))
    return out or [entry["time"](entry["calls"]) / entry["calls"]]


def answer(request, entries):
    if request["do"] == "prepare":
        kind = request["work"]["kind"]
        make = KINDS.get(kind) if kind == "step" or not by_autograd else None
        prepared = make(request["work"]) if make else None
        if prepared is None:
            return {"unsupported": True}
        check = prepared["check"]()
        entries[request["name"]] = {**prepared, "calls": 1}
        note = {"note": prepared["note"]} if "note" in prepared else {}
        return {"check": check, **note}
    if request["do"] == "time":
        return {"samples": samples_of(entries[request["name"]], request["seconds"])}
    entries.pop(request["name"], None)
    return {"released": True}


def blas():
    """Names of the BLAS libraries in use: Debian's packages run on whichever is installed."""
    try:
        with open("/proc/self/maps") as maps:
            paths = {os.path.realpath(line.split()[-1]) for line in maps if "blas" in line and ".so" in line}
    except OSError:
        return ""
    names = sorted({os.path.basename(path) for path in paths if "multiarray" not in path and "/usr/lib/python" not in path})
    return f" ({', '.join(names)})" if names else ""


def main():
    entries = {}
    ones = np.ones((64, 64))
    ones @ ones
    version = (f"torch {torch.__version__}" if which == "torch" else f"numpy {np.__version__}") + blas()
    print(json.dumps({"ready": version}), flush=True)
    for line in sys.stdin:
        try:
            reply = answer(json.loads(line), entries)
        except Exception as error:
            reply = {"error": f"{type(error).__name__}: {error}".split("\n")[0]}
        print(json.dumps(reply), flush=True)


main()
