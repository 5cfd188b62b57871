"""Factorizations by numpy.linalg: data and identities of factorData.ts."""

import numpy as np


def operand(operation, n, fill, seeds):
    a = fill((n, n), seeds["a"], "float64")
    if operation in ("cholesky", "eigh", "eigvalsh"):
        a = (a + a.T) / 2
    if operation == "cholesky":
        a[np.diag_indices(n)] += n
    return a


def power_sums(values):
    n = len(values)
    return [float((values**power).sum() / n ** (1 + power / 2)) for power in (1, 2, 3, 4)]


def factor(work, fill, seeds, timer, sample):
    operation, n = work["operation"], work["n"]
    a = operand(operation, n, fill, seeds)
    b = fill((n, 1), seeds["b"], "float64")
    linalg = np.linalg

    def even(values):
        return power_sums(values)[1::2]

    def check_qr(result):
        q, r = result
        return sample(q @ r) + sample(q.T @ q)

    def check_eigh(result):
        values, v = result
        return power_sums(values) + sample((v * values) @ v.T) + sample(v.T @ v)

    def check_svd(result):
        u, s, vt = result
        return even(s) + sample((u * s) @ vt) + sample(u.T @ u) + sample(vt @ vt.T)

    run, check = {
        "cholesky": (lambda: linalg.cholesky(a), lambda l: sample(l @ l.T)),
        "lu": (lambda: linalg.slogdet(a), lambda result: [float(result[1]) / n]),
        "solve": (lambda: linalg.solve(a, b), lambda x: sample(a @ x)),
        "qr": (lambda: linalg.qr(a), check_qr),
        "eigh": (lambda: linalg.eigh(a), check_eigh),
        "eigvalsh": (lambda: linalg.eigvalsh(a), power_sums),
        "svd": (lambda: linalg.svd(a, full_matrices=False), check_svd),
        "singularValues": (lambda: linalg.svd(a, compute_uv=False), even),
    }[operation]
    prepared = {"time": timer(run), "check": lambda: check(run())}
    # numpy gives no factors of LU; this is LAPACK's factorization and a product of its pivots.
    return {**prepared, "note": "slogdet"} if operation == "lu" else prepared
