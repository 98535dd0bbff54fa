"""Document completion (data/README.md): how well topics predict one half of a document from the other."""
import numpy as np


def perplexity(topics, alpha, held_out):
    """topics: K x V, rows sum to 1; alpha: K; held_out: D x V"""
    log_likelihood = scored = 0
    for d in range(held_out.shape[0]):
        row = held_out[d].sorted_indices()
        ends = np.cumsum(row.data)
        firsts = ends - row.data
        observed = (ends + 1) // 2 - (firsts + 1) // 2
        beta = topics[:, row.indices]
        theta = np.full(len(alpha), 1 / len(alpha))
        for _ in range(2000):
            new = alpha + theta * (beta @ (observed / (theta @ beta)))
            new /= new.sum()
            change = np.abs(new - theta).sum()
            theta = new
            if change < 1e-10:
                break
        log_likelihood += ((row.data - observed) * np.log(theta @ beta)).sum()
        scored += (row.data - observed).sum()
    return float(np.exp(-log_likelihood / scored))


def means(lambda_):
    """Of the topics: rows that sum to 1."""
    return lambda_ / lambda_.sum(axis=1, keepdims=True)
