/* What every C peer offers. Sizes come from the compiler's command line: -DcN=.. -DcH=.. -DcK=.. -DcT=.. -DcB=.. */
#pragma once
#include <math.h>
#include <string.h>

enum { N = cN, H = cH, K = cK, T = cT, B = cB };

#ifdef __cplusplus
#define API extern "C" __attribute__((visibility("default"), noinline))
#else
#define API __attribute__((visibility("default"), noinline))
#endif

/* The parameters travel as Wx, bx, Wh, bh, Wy, by, one after the other, matrices row after row. */
API void rnn_load(const float *parameters);
API void rnn_store(float *parameters);

/* Sets the hidden state of rnn_step to zero. */
API void rnn_reset(void);

/* One streaming step: x is N numbers, p is K. */
API void rnn_step(const float *x, float *p);

/* A window from a hidden state of zero: x is T rows of N, p is T rows of K. */
API void rnn_forward(const float *x, float *p);

/* Loss, all gradients, and the update of all six parameters. */
API float rnn_train(const float *x, const int *labels, float rate);

/* The same for a mini-batch: x is B sequences of T rows of N, labels B times T; mean loss, one update by the mean gradient. */
API float rnn_train_batch(const float *x, const int *labels, float rate);
