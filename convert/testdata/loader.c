/* Reads the four files of a data set in the current folder, as loaders in C do:
 * big-endian numbers, then bytes. Prints, for the training and the test split,
 * how many images there are, their shape, and checksums of pixels and labels. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static uint32_t number(FILE *f)
{
	uint8_t b[4];
	if (fread(b, 1, 4, f) != 4)
		exit(1);
	return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

static uint32_t checksum(FILE *f, uint32_t n)
{
	uint32_t sum = 1;
	for (uint32_t i = 0; i < n; i++) {
		int c = getc(f);
		if (c == EOF)
			exit(2);
		sum = sum * 31 + (uint32_t)c;
	}
	if (getc(f) != EOF)
		exit(3);
	return sum;
}

static void split(const char *images, const char *labels)
{
	FILE *f = fopen(images, "rb"), *g = fopen(labels, "rb");
	if (f == NULL || g == NULL || number(f) != 2051 || number(g) != 2049)
		exit(4);
	uint32_t n = number(f), rows = number(f), cols = number(f);
	if (number(g) != n)
		exit(5);
	printf("%u %ux%u %u ", n, rows, cols, checksum(f, n * rows * cols));
	printf("%u\n", checksum(g, n));
}

int main(void)
{
	split("train-images-idx3-ubyte", "train-labels-idx1-ubyte");
	split("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte");
	return 0;
}
