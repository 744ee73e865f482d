"""How many threads the linear algebra behind a question may use."""

from __future__ import annotations


def one_blas_thread() -> None:
    """Keep BLAS to one thread in this process.

    Its matrices are small: a second thread gains nothing on an idle machine, and where several questions
    run at once the threads wait for each other (a question took up to twice as long on two busy cores).
    """
    from threadpoolctl import threadpool_limits

    threadpool_limits(limits=1, user_api="blas")
