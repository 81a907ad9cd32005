/* A contestant in C: each image gets the label of the class whose mean image is
 * nearest. The warm-up compiles it. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

struct idx {
	size_t items, size; /* first dimension, product of the others */
	unsigned char *data;
};

static void fail(const char *what) {
	perror(what);
	exit(1);
}

static struct idx read_idx(const char *variable) {
	const char *path = getenv(variable);
	FILE *f = path ? fopen(path, "rb") : NULL;
	unsigned char magic[4], d[4];
	struct idx x = {0, 1, NULL};
	if (!f || fread(magic, 1, 4, f) != 4)
		fail(variable);
	for (int i = 0; i < magic[3]; i++) {
		if (fread(d, 1, 4, f) != 4)
			fail(variable);
		size_t n = (size_t)d[0] << 24 | d[1] << 16 | d[2] << 8 | d[3];
		if (i == 0)
			x.items = n;
		else
			x.size *= n;
	}
	x.data = malloc(x.items * x.size);
	if (!x.data || fread(x.data, x.size, x.items, f) != x.items)
		fail(variable);
	fclose(f);
	return x;
}

static double now(void) {
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

static unsigned char nearest(const unsigned char *image, const double *mean, const size_t *count, int classes, size_t size) {
	double least = -1;
	int best = 0;
	for (int c = 0; c < classes; c++) {
		double distance = 0;
		for (size_t j = 0; j < size; j++)
			distance += (image[j] - mean[c * size + j]) * (image[j] - mean[c * size + j]);
		if (count[c] && (least < 0 || distance < least)) {
			least = distance;
			best = c;
		}
	}
	return best;
}

int main(void) {
	struct idx train = read_idx("FMNIST_TRAIN_IMAGES"), labels = read_idx("FMNIST_TRAIN_LABELS");
	struct idx test = read_idx("FMNIST_TEST_IMAGES");
	int classes = atoi(getenv("FMNIST_CLASSES"));
	size_t size = train.size;
	double *mean = calloc(classes * size, sizeof *mean);
	size_t *count = calloc(classes, sizeof *count);
	unsigned char *predictions = malloc(test.items);
	if (!mean || !count || !predictions)
		fail("memory");

	double begin = now();
	for (size_t i = 0; i < train.items; i++) {
		count[labels.data[i]]++;
		for (size_t j = 0; j < size; j++)
			mean[labels.data[i] * size + j] += train.data[i * size + j];
	}
	for (int c = 0; c < classes; c++)
		for (size_t j = 0; j < size && count[c]; j++)
			mean[c * size + j] /= count[c];
	double fitted = now();
	for (size_t i = 0; i < test.items; i++)
		predictions[i] = nearest(test.data + i * size, mean, count, classes, size);
	double done = now();

	FILE *out = fopen(getenv("FMNIST_PREDICTIONS"), "wb"), *report = fopen(getenv("FMNIST_REPORT"), "w");
	if (!out || !report)
		fail("output");
	unsigned char header[8] = {0, 0, 8, 1, test.items >> 24, test.items >> 16, test.items >> 8, test.items};
	fwrite(header, 1, 8, out);
	fwrite(predictions, 1, test.items, out);
	fprintf(report, "{\"fit_seconds\": %.9f, \"predict_seconds\": %.9f}\n", fitted - begin, done - fitted);
	return fclose(out) || fclose(report);
}
