"""Other programs that learn LDA, as the benchmarks run them: each yields (seconds so far, lambda), K x V."""
import os
import time

PRIOR = 0.1  # alpha and eta of the peers, and of vilda where passes are compared


def use_one_thread():
    """Before NumPy is first imported: what a peer computes must not be spread over cores by NumPy's BLAS."""
    for variable in ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"]:
        os.environ[variable] = "1"


def scikit_learn_batch(counts, num_topics, passes, seed=1, start=None):
    """LatentDirichletAllocation.fit, one thread, a pass at a time, without the bound that fit ends with; from `start` if given."""
    import numpy as np
    from sklearn.decomposition import LatentDirichletAllocation
    from sklearn.decomposition._online_lda_fast import _dirichlet_expectation_2d
    counts = counts.astype(float)
    start_of_pass, seconds = time.perf_counter(), 0
    model = LatentDirichletAllocation(num_topics, doc_topic_prior=PRIOR, topic_word_prior=PRIOR, learning_method="batch",
                                      max_doc_update_iter=100, mean_change_tol=1e-3, random_state=seed)
    model._init_latent_vars(counts.shape[1], counts.dtype)
    if start is not None:
        model.components_ = start.astype(float)
        model.exp_dirichlet_component_ = np.exp(_dirichlet_expectation_2d(model.components_))
    for _ in range(passes):
        model._em_step(counts, total_samples=counts.shape[0], batch_update=True)
        seconds += time.perf_counter() - start_of_pass
        yield seconds, model.components_.copy()
        start_of_pass = time.perf_counter()


def scikit_learn_online(counts, num_topics, passes, seed=1):
    """LatentDirichletAllocation.fit by mini-batches of 128 documents, one thread."""
    from sklearn.decomposition import LatentDirichletAllocation
    model = LatentDirichletAllocation(num_topics, doc_topic_prior=PRIOR, topic_word_prior=PRIOR, learning_method="online",
                                      max_iter=passes, random_state=seed)
    start = time.perf_counter()
    model.fit(counts)
    yield time.perf_counter() - start, model.components_


def gensim_multicore(counts, num_topics, passes, seed=1, workers=2):
    """LdaMulticore with its defaults but for the priors and the perplexity it would print."""
    from gensim.models import LdaMulticore
    documents = [list(zip(row.indices.tolist(), row.data.tolist())) for row in counts]
    words = {word: str(word) for word in range(counts.shape[1])}
    start = time.perf_counter()
    model = LdaMulticore(documents, num_topics=num_topics, id2word=words, workers=workers, passes=passes, alpha=[PRIOR] * num_topics,
                         eta=PRIOR, eval_every=None, random_state=seed)
    yield time.perf_counter() - start, model.state.get_lambda()
