"""Counts of words in documents, as lda-c files have them."""
import gzip

import scipy.sparse as sparse


def read_ldac(path, num_words):
    """D x V"""
    indices, counts, starts = [], [], [0]
    with (gzip.open if str(path).endswith(".gz") else open)(path, "rt") as lines:
        for line in lines:
            for pair in line.split()[1:]:
                word, count = pair.split(":")
                indices.append(int(word))
                counts.append(int(count))
            starts.append(len(indices))
    return sparse.csr_matrix((counts, indices, starts), shape=(len(starts) - 1, num_words))
