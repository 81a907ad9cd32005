/* One multiplication of two n x n float32 matrices by OpenBLAS for every line
   on standard input; answers with the seconds it took. The first line of the
   output names the library. */
#include <cblas.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

int main(int argc, char **argv) {
    int n = argc > 1 ? atoi(argv[1]) : 0;
    if (n <= 0) return 2;
    size_t size = (size_t)n * n;
    float *a = malloc(size * sizeof *a), *b = malloc(size * sizeof *b), *c = malloc(size * sizeof *c);
    if (!a || !b || !c) return 1;
    for (size_t i = 0; i < size; i++) {
        a[i] = (float)(i % 251) / 251 - 0.5f;
        b[i] = (float)(i % 241) / 241 - 0.5f;
        c[i] = 0;
    }
    printf("%s, %s\n", openblas_get_config(), openblas_get_corename());
    fflush(stdout);
    for (int ch; (ch = getchar()) != EOF;) {
        if (ch != '\n') continue;
        struct timespec t0, t1;
        clock_gettime(CLOCK_MONOTONIC, &t0);
        cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, n, n, n, 1, a, n, b, n, 0, c, n);
        clock_gettime(CLOCK_MONOTONIC, &t1);
        printf("%.9f\n", (t1.tv_sec - t0.tv_sec) + 1e-9 * (t1.tv_nsec - t0.tv_nsec));
        fflush(stdout);
    }
    return 0;
}
